package org.orbifold.ui.views;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.util.Duration;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.StepSeen;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.Session;

/** Has one training step after the other taken, and told part by part. Whatever else moves the training ends it. */
final class SlowMotion {
    private static final Duration PART = Duration.seconds(2);

    private final Session session;
    private final FlowCourse course;
    private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper(this, "playing", false);
    private final Timeline clock = new Timeline(new KeyFrame(PART, event -> tick()));

    /** The step that was taken last when another was asked for. */
    private long before;

    SlowMotion(Session session) {
        this.session = session;
        course = session.course();
        clock.setCycleCount(Animation.INDEFINITE);
        course.state().addListener((o, was, now) -> {
            if (now != FlowCourse.State.PAUSED) {
                stop();
            }
        });
    }

    ReadOnlyBooleanProperty playing() {
        return playing.getReadOnlyProperty();
    }

    void toggle() {
        if (playing.get()) {
            stop();
            return;
        }
        next();
        playing.set(true);
        session.particles().pairShown().set(true);
        clock.play();
    }

    void stop() {
        clock.stop();
        playing.set(false);
        course.told().set(FlowCourse.PARTS);
    }

    private void next() {
        before = last();
        course.told().set(0);
        course.stepOnce();
    }

    private long last() {
        return course.view()
                .get()
                .flatMap(FlowRun.View::last)
                .map(StepSeen::step)
                .orElse(0L);
    }

    private void tick() {
        if (course.told().get() == FlowCourse.PARTS) {
            next();
        } else if (last() != before) {
            course.told().set(course.told().get() + 1);
        }
    }
}
