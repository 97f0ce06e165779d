package org.orbifold.generative;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;

/**
 * Accuracy against novelty, for samples and for all that they are compared with.
 *
 * @param rows {@code samples}, {@code training}, then the models in the order they were given
 */
public record AuditReport(List<Row> rows) {
    /**
     * Networks from one source.
     *
     * @param name of the source
     * @param networks how many
     * @param loss over the networks: mean cross-entropy in nats
     * @param accuracy over the networks
     * @param novelty of the networks; of the training networks against those of other runs
     */
    public record Row(String name, int networks, Spread loss, Spread accuracy, Novelty novelty) {}

    public AuditReport {
        rows = List.copyOf(rows);
    }

    /**
     * Measures samples, the training networks, and as many networks drawn from each model as there are samples.
     *
     * @param samples at least one network
     * @param models fit to {@link Audit#training}
     * @param examples what the networks are evaluated on: test rows
     * @throws Fault if the samples cannot be aligned to the audit's reference
     */
    public static AuditReport of(
            Audit audit,
            List<Weights> samples,
            List<GenerativeModel> models,
            Examples examples,
            RandomGenerator random,
            Progress progress) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("samples", samples, audit.novelty(samples, progress), examples, progress));
        rows.add(row("training", audit.training(), audit.trainingNovelty(), examples, progress));
        for (GenerativeModel model : models) {
            List<Weights> drawn = model.sample(samples.size(), random);
            rows.add(row(model.name(), drawn, audit.novelty(drawn, progress), examples, progress));
        }
        return new AuditReport(rows);
    }

    private static Row row(String name, List<Weights> networks, Novelty novelty, Examples examples, Progress progress) {
        List<Measures.Outcome> outcomes = Evaluation.outcomes(networks, examples, progress);
        return new Row(
                name,
                networks.size(),
                Spread.of(outcomes.stream().mapToDouble(Measures.Outcome::loss)),
                Spread.of(outcomes.stream().mapToDouble(Measures.Outcome::accuracy)),
                novelty);
    }
}
