package org.orbifold.ui.views;

import javafx.animation.AnimationTimer;
import javafx.beans.property.DoubleProperty;
import org.orbifold.ui.session.Session;

/** Runs the clock of the workspace to and fro between 0 and 1 while the session says that it runs. */
final class Playback extends AnimationTimer {
    /** Seconds from 0 to 1 at speed 1. */
    private static final double SECONDS = 4;

    private final Session session;
    private double speed = 1;
    private double direction = 1;
    private long last;

    Playback(Session session) {
        this.session = session;
        session.playing().addListener((o, before, now) -> {
            if (now) {
                start();
            } else {
                stop();
            }
        });
    }

    /** Runs so many times as fast. */
    void setSpeed(double times) {
        speed = times;
    }

    @Override
    public void start() {
        last = 0;
        super.start();
    }

    @Override
    public void handle(long now) {
        double seconds = last == 0 ? 0 : (now - last) * 1e-9;
        last = now;
        DoubleProperty clock = session.clock();
        double time = clock.get() + direction * speed * seconds / SECONDS;
        if (time >= 1 || time <= 0) {
            direction = time >= 1 ? -1 : 1;
        }
        clock.set(Math.clamp(time, 0, 1));
    }
}
