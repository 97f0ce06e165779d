package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is told and asked, step by step, in a session. A lesson is kept in the file of its session: any session can have
 * one.
 *
 * @param title what it is called
 * @param steps at least one
 */
public record Lesson(String title, List<Step> steps) {
    /** Steps, and targets of each, that a file may have. */
    private static final int MOST = 100;

    /** Characters that a text of a file may have: more could not be read over the views. */
    private static final int LONGEST = 2000;

    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");

    public Lesson {
        steps = List.copyOf(steps);
    }

    /**
     * A step of a lesson.
     *
     * @param text what is told
     * @param targets ids of what is pointed at in the window; of those that are not shown nothing is seen
     * @param task what the reader is asked to do, if anything
     */
    public record Step(String text, List<String> targets, Optional<LessonTask> task) {
        public Step {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A lesson, and the place in it.
     *
     * @param step counted from 0
     */
    record Place(Lesson lesson, int step) {
        Map<String, Object> write() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("title", lesson.title);
            fields.put("steps", lesson.steps.stream().map(Place::write).toList());
            fields.put("step", step);
            return fields;
        }

        private static Map<String, Object> write(Step step) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("text", step.text);
            fields.put("targets", step.targets);
            step.task.ifPresent(task -> fields.put("task", task.name()));
            return fields;
        }

        /** What {@link #write()} gave. */
        static Place read(Fields fields) {
            List<Step> steps = new ArrayList<>();
            for (Fields step : fields.objects("steps")) {
                steps.add(new Step(
                        text(step, "text"),
                        targets(step),
                        step.has("task") ? Optional.of(step.choice("task", LessonTask.class)) : Optional.empty()));
            }
            if (steps.isEmpty() || steps.size() > MOST) {
                throw fields.fault("its lesson has " + steps.size() + " steps, not 1 to " + MOST);
            }
            return new Place(new Lesson(text(fields, "title"), steps), fields.index("step", steps.size()));
        }

        private static List<String> targets(Fields step) {
            List<String> targets = step.texts("targets");
            if (targets.size() > MOST
                    || !targets.stream().allMatch(id -> ID.matcher(id).matches())) {
                throw step.fault("'targets' of a step are at most " + MOST + " ids of letters, digits and hyphens");
            }
            return targets;
        }

        private static String text(Fields fields, String name) {
            String text = fields.text(name);
            if (text.length() > LONGEST) {
                throw fields.fault("'" + name + "' has more than " + LONGEST + " characters");
            }
            return text;
        }
    }
}
