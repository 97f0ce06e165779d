package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Weights;

/** Lessons are sessions that come with the program, and that it makes. */
class SampleLessonTest {
    private static final List<SampleLesson> ALL = SampleLesson.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    void theFileIsWhatIsMade(SampleLesson lesson) {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        session.store().open(lesson);
        assertEquals(Optional.empty(), session.failure().get());
        assertEquals(lesson.make(), SessionFile.content(SessionState.of(session)));
        assertFalse(session.store().isChanged());
        assertEquals(Optional.empty(), session.store().file().get());
    }

    @Test
    void theyAreNumberedAndFollowEachOther() {
        assertEquals(
                IntStream.rangeClosed(1, ALL.size()).boxed().toList(),
                ALL.stream().map(SampleLesson::number).toList());
        assertEquals(
                ALL.subList(1, ALL.size()),
                ALL.stream().flatMap(each -> each.following().stream()).toList());
    }

    @Test
    void aTaskThatWasDoneStaysDone() {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        session.store().open(ALL.getFirst());
        LessonCourse course = session.lesson();
        assertTrue(course.done().get(), "nothing is asked");
        course.next();
        assertFalse(course.done().get());
        Weights before = session.edited().get().orElseThrow();
        course.show();
        assertTrue(course.done().get());
        assertFalse(before.equals(session.edited().get().orElseThrow()));
        session.undo();
        assertTrue(course.done().get(), "who does it and takes it back has done it");
        course.next();
        course.back();
        assertFalse(course.done().get(), "but it is asked again");
    }

    @Test
    void aLessonIsGoneThroughAndLeft() {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        session.store().open(ALL.getFirst());
        LessonCourse course = session.lesson();
        course.back();
        assertEquals(0, course.number());
        for (int k = 0; k < 99; k++) {
            course.next();
        }
        assertEquals(ALL.getFirst().steps() - 1, course.number());
        course.leave();
        assertEquals(Optional.empty(), course.step().getValue());
        assertEquals(Optional.empty(), SessionState.of(session).lesson());
    }
}
