package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Fault;

class DataProvenanceTest {
    @Provide
    Arbitrary<RowRange> ranges() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9000),
                        Arbitraries.integers().between(1, 9000))
                .as((from, count) -> new RowRange(from, from + count));
    }

    @Provide
    Arbitrary<Split.Rule> rules() {
        Arbitrary<Split.Rule> shuffled = Combinators.combine(
                        Arbitraries.doubles().between(0, false, 1, false), Arbitraries.longs())
                .as(Split.Shuffled::new);
        Arbitrary<Split.Rule> pairs = ranges().map(r -> new Split.Ranges(r, new RowRange(r.to(), r.to() + 10)));
        return Arbitraries.oneOf(shuffled, pairs);
    }

    @Provide
    Arbitrary<DataRequest> requests() {
        Arbitrary<String> names = Arbitraries.strings().ofMinLength(1).filter(s -> !s.isBlank());
        return Combinators.combine(
                        names,
                        names.optional(),
                        names.list().ofMaxSize(4),
                        Arbitraries.of(Standardize.class),
                        ranges().optional(),
                        Arbitraries.longs())
                .as(DataRequest::new);
    }

    @Property(tries = 300)
    void metadataRemembersEverything(@ForAll("requests") DataRequest request, @ForAll("rules") Split.Rule rule) {
        DataProvenance provenance = new DataProvenance(request, "abc", rule);
        assertEquals(Optional.of(provenance), DataProvenance.fromMetadata("z", provenance.toMetadata()));
    }

    @Test
    void keysAreThoseOfTheFileFormat() {
        DataRequest request = new DataRequest(
                "d.csv", Optional.of("1"), List.of("0", "a,b"), Standardize.TRAIN, Optional.of(new RowRange(0, 9)), 3);
        assertEquals(
                Map.ofEntries(
                        Map.entry("orbifold.data.spec", "d.csv"),
                        Map.entry("orbifold.data.label", "1"),
                        Map.entry("orbifold.data.drop", "0,\"a,b\""),
                        Map.entry("orbifold.data.standardize", "train"),
                        Map.entry("orbifold.data.rows", "0:9"),
                        Map.entry("orbifold.data.seed", "3"),
                        Map.entry("orbifold.data.hash", "abc"),
                        Map.entry("orbifold.split.testFraction", "0.2"),
                        Map.entry("orbifold.split.seed", "4")),
                new DataProvenance(request, "abc", new Split.Shuffled(0.2, 4)).toMetadata());
    }

    @Test
    void otherMetadataTellsOfNoData() {
        assertEquals(Optional.empty(), DataProvenance.fromMetadata("z", Map.of("format", "pt")));
    }

    @Test
    void incompleteAndSenselessMetadataIsRefused() {
        Map<String, String> good =
                new DataProvenance(DataRequest.of("moons"), "abc", new Split.Shuffled(0.2, 4)).toMetadata();
        for (String key : good.keySet()) {
            if (!key.equals("orbifold.data.spec")) {
                Map<String, String> lacking = new HashMap<>(good);
                lacking.remove(key);
                assertFault(lacking, key);
            }
        }
        Map.of(
                        "orbifold.data.standardize", "most",
                        "orbifold.data.rows", "9:3",
                        "orbifold.data.seed", "x",
                        "orbifold.data.spec", " ",
                        "orbifold.data.drop", "\"",
                        "orbifold.data.label", "",
                        "orbifold.split.testFraction", "2",
                        "orbifold.split.trainRows", "0:3")
                .forEach((key, value) -> {
                    Map<String, String> wrong = new HashMap<>(good);
                    wrong.put(key, value);
                    assertFault(wrong, "");
                });
        Map<String, String> blank = new HashMap<>(good);
        blank.put("orbifold.data.drop", "");
        assertFault(blank, "");
    }

    private static void assertFault(Map<String, String> metadata, String mention) {
        Fault fault = assertThrows(Fault.class, () -> DataProvenance.fromMetadata("z.safetensors", metadata));
        assertTrue(fault.getMessage().startsWith("z.safetensors: "), fault.getMessage());
        assertTrue(fault.getMessage().contains(mention), fault.getMessage());
    }

    @Test
    void otherDataIsNoticed() {
        DataSet moons = DataSets.load(DataRequest.of("moons"));
        DataProvenance provenance =
                DataProvenance.of(DataRequest.of("moons"), moons, Split.random(moons.rows(), 0.2, 0));
        provenance.check("z", moons);
        Fault fault = assertThrows(Fault.class, () -> provenance.check("z", DataSets.load(DataRequest.of("rings"))));
        assertEquals("z: was trained on other data (moons) than rings", fault.getMessage());
    }
}
