package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.job.Fault;

class CsvTableTest {
    @TempDir
    Path folder;

    private String write(String text) throws IOException {
        return write(text, StandardCharsets.UTF_8);
    }

    private String write(String text, Charset charset) throws IOException {
        return Files.writeString(folder.resolve("d.csv"), text, charset).toString();
    }

    private static DataSet load(String file, String label, String... drop) {
        return DataSets.load(
                new DataRequest(file, Optional.of(label), List.of(drop), Standardize.NONE, Optional.empty(), 0));
    }

    private DataSet loadText(String text) throws IOException {
        return DataSets.load(
                new DataRequest(write(text), Optional.empty(), List.of(), Standardize.NONE, Optional.empty(), 0));
    }

    private void assertFault(String expected, String text, DataRequest request) throws IOException {
        String file = write(text);
        Fault fault = assertThrows(
                Fault.class,
                () -> DataSets.load(new DataRequest(
                        file, request.label(), request.drop(), request.standardize(), request.rows(), 0)));
        assertEquals(file + ": " + expected, fault.getMessage());
    }

    private void assertFault(String expected, String text) throws IOException {
        assertFault(expected, text, DataRequest.of("d"));
    }

    private void assertFault(String expected, String text, String label, String... drop) throws IOException {
        DataRequest request =
                new DataRequest("d", Optional.of(label), List.of(drop), Standardize.ALL, Optional.empty(), 0);
        assertFault(expected, text, request);
    }

    @Test
    void columnsGoByNumberAndClassesByTheirSortedText() throws IOException {
        DataSet data = load(write("17,M,1.5,2\n18,B,-3e2,+.5\n19,M,4.,5\n"), "1", "0");
        assertEquals(List.of("B", "M"), data.classNames());
        assertArrayEquals(new int[] {1, 0, 1}, data.examples().labels());
        assertEquals(2, data.examples().width());
        assertArrayEquals(
                new float[] {1.5f, 2, -300, 0.5f, 4, 5}, data.examples().features());
        assertEquals(Optional.empty(), data.image());
    }

    @Test
    void columnsGoByNameAndTheLastIsTheLabelUnlessToldOtherwise() throws IOException {
        String file = write("id,kind,a,b\nx,M,1,2\ny,B,3,4\n");
        DataSet data = load(file, "kind", "id");
        assertArrayEquals(new float[] {1, 2, 3, 4}, data.examples().features());
        assertArrayEquals(new int[] {1, 0}, data.examples().labels());
        assertArrayEquals(
                new int[] {0, 1}, loadText("a,b\n0,2\n1,4\n").examples().labels());
    }

    @Test
    void labelsSortAsTextEvenWhereTheyAreNumbers() throws IOException {
        assertEquals(List.of("1", "10", "2"), loadText("0,2\n0,10\n0,1\n").classNames());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1,2,A'|1",
                "'1,b,A'|0",
                "'a,b,c'|0",
                "'1,-2.5e3,label'|1",
                "'1,0x2,A'|0",
                "'1,2f,A'|0",
                "'1,\"2\",A'|1",
                "' 1 , 2 ,A'|1",
                "'1,,A'|fault",
                "'1,NaN,A'|fault",
                "'-inf,2,A'|fault",
                "',b,A'|0"
            })
    void theFirstLineIsAHeaderWhenAFeatureOfItIsNoNumber(String first, String rows) throws IOException {
        String text = first + "\n3,4,A\n5,6,B\n";
        if (rows.equals("fault")) {
            assertThrows(Fault.class, () -> loadText(text));
        } else {
            assertEquals(2 + Integer.parseInt(rows), loadText(text).rows());
        }
    }

    @Test
    void textInLabelAndDroppedColumnsMakesNoHeader() throws IOException {
        assertEquals(2, load(write("x,A,1\ny,B,2\n"), "1", "0").rows());
    }

    @Test
    void aColumnGivenByNameMakesAHeaderOfNumbersToo() throws IOException {
        DataSet data = load(write("0,1,label\n3,4,A\n5,6,B\n"), "label");
        assertEquals(2, data.rows());
        assertEquals(List.of("A", "B"), data.classNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";"})
    void anySeparatorIsReadAlike(String separator) throws IOException {
        DataSet data = loadText("1,2,A\n3,4,B\n".replace(",", separator));
        assertArrayEquals(new float[] {1, 2, 3, 4}, data.examples().features());
    }

    @Test
    void quotesLineEndsBlankLinesAndSpacesAreUnderstood() throws IOException {
        DataSet data = loadText("\"a;b\",\"c\"\"\td\",class\r\n\r\n 1 ,\"2\", x y \r\n3,4,\"x\ny\"");
        assertArrayEquals(new float[] {1, 2, 3, 4}, data.examples().features());
        assertEquals(List.of("x\ny", "x y"), data.classNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkIsNoText(String charset) throws IOException {
        DataSet data = load(write("\uFEFFä,b\n1,é\n2,è\n", Charset.forName(charset)), "b");
        assertArrayEquals(new float[] {1, 2}, data.examples().features());
        assertEquals(List.of("è", "é"), data.classNames());
        assertEquals(
                2,
                load(write("\uFEFF1,A\n2,B\n", Charset.forName(charset)), "1").rows());
    }

    @Test
    void theWholeFileIsStandardizedBeforeRowsAreSelected() throws IOException {
        String file = write("0,5,1e8,A\n2,5,100000001,B\n4,5,1e8,A\n2,5,100000001,A\n");
        DataRequest request =
                new DataRequest(file, Optional.empty(), List.of(), Standardize.ALL, Optional.of(new RowRange(2, 4)), 0);
        DataSet data = DataSets.load(request);
        // population deviations sqrt(2) and 1/2; a constant column becomes 0
        assertArrayEquals(
                new float[] {(float) Math.sqrt(2), 0, -1, 0, 0, 1},
                data.examples().features());
        assertEquals(2, data.examples().classes());
        assertArrayEquals(new int[] {0, 0}, data.examples().labels());
    }

    @Test
    void trainingStatisticsAreThoseOfTheFilesOwnValues() throws IOException {
        String file = write("100,7,A\n104,7,B\n117,8,A\n");
        DataSet data = DataSets.load(
                new DataRequest(file, Optional.empty(), List.of(), Standardize.TRAIN, Optional.empty(), 0));
        float[] seen = data.standardizedOver(new int[] {0, 1}).examples().features();
        assertArrayEquals(new float[] {-1, 0, 1, 0, 7.5f, 0}, seen, 1e-5f);
    }

    @Test
    void badTablesAreRefused() throws IOException {
        assertFault("no rows: it is empty", "");
        assertFault("no rows: it is empty", "\n\n");
        assertFault("no rows: it holds nothing but a header", "a,b\n");
        assertFault("line 3: 2 columns, but the first line has 3", "1,2,A\n3,4,B\n5,6\n");
        assertFault("line 2: 4 columns, but the first line has 3", "a,b,c\n1,2,3,4\n");
        assertFault("line 4: column 1 (b): 'x' is not a finite number", "a,b,c\n1,2,A\n\n3,x,B\n");
        assertFault("line 2: column 0: 'nan' is not a finite number", "1,A\nnan,B\n");
        assertFault("line 1: column 0: 'inf' is not a finite number", "inf,A\n1,B\n");
        assertFault("line 2: column 0: '1e39' is too large", "1,A\n1e39,B\n");
        assertFault("line 2: column 0: '-1e999' is too large", "1,A\n-1e999,B\n");
        assertFault("line 2: column 0: the cell is empty", "1,A\n ,B\n");
        assertFault("line 3: column 1: the label is empty", "1,A\n2,B\n3,\n");
        assertFault("column 1: the label is always 'A'; two classes are the least", "1,A\n2,A\n");
        assertFault("no feature column is left of 1", "A\nB\n");
    }

    @Test
    void badRequestsAreRefused() throws IOException {
        String text = "a,b,b,c\n1,2,3,A\n4,5,6,B\n";
        assertFault("no column 4: there are 4, from 0", text, "4");
        assertFault("no column named 'd' in its first line", text, "d");
        assertFault("no column named '-1' in its first line", text, "-1");
        assertFault("2 columns named 'b' in its first line", text, "c", "b");
        assertFault("the label, column 3, is among the columns to drop", text, "c", "3");
        assertFault("no feature column is left of 4", text, "c", "0", "1", "2");
        assertFault(
                "rows 1:3 asked for, but there are only 2 rows",
                text,
                new DataRequest("d", Optional.empty(), List.of(), Standardize.ALL, Optional.of(new RowRange(1, 3)), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p3", "1f", "1d", "1e", "--1", "1-2", "1_000", "1,5", "٣", "."})
    void onlyPlainDecimalNumbersAreNumbers(String cell) throws IOException {
        assertFault("line 2: column 0: '" + cell + "' is not a finite number", "1\tA\n" + cell + "\tB\n");
    }

    @Test
    void longTextIsCutInMessages() throws IOException {
        String file = write("1,A\n" + "x".repeat(500_000) + ",B\n");
        Fault fault = assertThrows(Fault.class, () -> load(file, "1"));
        assertTrue(fault.getMessage().length() < file.length() + 120, fault.getMessage());
    }

    @Test
    void labelsInAnotherEncodingAreNotMerged() throws IOException {
        String file = write("1,é\n2,è\n", StandardCharsets.ISO_8859_1);
        Fault fault = assertThrows(Fault.class, () -> load(file, "1"));
        assertEquals(file + ": line 1: column 1: the label is not UTF-8 text", fault.getMessage());
    }

    @Test
    void moreClassesThanMakeSenseAreRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 10_001; r++) {
            text.append("1,").append(r).append('\n');
        }
        assertFault("line 10001: column 1: the label takes more than 10000 values", text.toString());
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertThrows(Fault.class, () -> loadText("1,\"A\n2,B\n")); // a quote without end
        assertThrows(Fault.class, () -> loadText("1,A\u0000\n2,B\n"));
        assertThrows(Fault.class, () -> loadText("1".repeat(3_000_000)));
        assertThrows(Fault.class, () -> loadText(",".repeat(1_000_000)));
        Path file = Files.write(folder.resolve("d.csv"), new byte[] {'P', 'K', 3, 4, 0, 0, 1, 2});
        Fault fault = assertThrows(Fault.class, () -> load(file.toString(), "0"));
        assertEquals(file + ": neither a table of text nor IDX images", fault.getMessage());
    }

    @Test
    void foldersAreRefused() {
        Fault fault = assertThrows(Fault.class, () -> load(folder.toString(), "0"));
        assertEquals(folder + ": a folder, not a file", fault.getMessage());
    }
}
