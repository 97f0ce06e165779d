package org.orbifold.ui.views;

import javafx.animation.AnimationTimer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** Runs a clock to and fro between 0 and 1. */
final class Playback {
    /** Seconds from 0 to 1. */
    private static final double SECONDS = 4;

    private final DoubleProperty clock;
    private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper(this, "playing", false);
    private double direction = 1;

    private final AnimationTimer timer = new AnimationTimer() {
        private long last;

        @Override
        public void start() {
            last = 0;
            super.start();
        }

        @Override
        public void handle(long now) {
            double seconds = last == 0 ? 0 : (now - last) * 1e-9;
            last = now;
            double t = clock.get() + direction * seconds / SECONDS;
            if (t >= 1 || t <= 0) {
                direction = t >= 1 ? -1 : 1;
            }
            clock.set(Math.clamp(t, 0, 1));
        }
    };

    Playback(DoubleProperty clock) {
        this.clock = clock;
    }

    ReadOnlyBooleanProperty playing() {
        return playing.getReadOnlyProperty();
    }

    void toggle() {
        if (playing.get()) {
            stop();
        } else {
            playing.set(true);
            timer.start();
        }
    }

    void stop() {
        playing.set(false);
        timer.stop();
    }
}
