package org.orbifold.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.ui.views.WhileShown;

/** What the program logged of late: from a level up, one record's detail, all to be copied. */
final class LogPane extends VBox {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Duration PACE = Duration.millis(500);

    /** Levels to choose from. */
    private enum Filter {
        ALL("Everything", Level.ALL),
        INFO("Information and worse", Level.INFO),
        WARNING("Warnings and worse", Level.WARNING),
        SEVERE("Failures", Level.SEVERE);

        private final String label;

        @SuppressWarnings("ImmutableEnumChecker") // constants of the logging library
        private final Level level;

        Filter(String label, Level level) {
            this.label = label;
            this.level = level;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    private final RecentLog log;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final TableView<LogRecord> table = new TableView<>();
    private final TextArea detail = new TextArea();
    private final Label summary = new Label();
    private final ComboBox<Filter> filter = new ComboBox<>();
    private long seen = -1;

    /**
     * The log as it grows.
     *
     * @param file where it goes, if there is anything to write
     */
    LogPane(RecentLog log, Path file, FileDialogs dialogs) {
        super(12);
        this.log = log;
        getStyleClass().add("side-pane");
        setPrefSize(820, 520);
        filter.setId("log-level");
        filter.setAccessibleText("Records to show");
        filter.getItems().setAll(Filter.values());
        filter.setValue(Filter.ALL);
        filter.valueProperty().addListener((o, before, now) -> show());
        summary.getStyleClass().add("figure-name");
        table.setId("log-records");
        table.setAccessibleText("Records of the log");
        table.setPlaceholder(new Label("Nothing was logged."));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns()
                .add(column("Time", 80, entry -> TIME.format(entry.getInstant().atZone(ZoneId.systemDefault()))));
        table.getColumns().add(column("Level", 90, entry -> entry.getLevel().getName()));
        table.getColumns().add(column("From", 130, LogPane::source));
        table.getColumns().add(column("Message", 400, formatter::formatMessage));
        table.getSelectionModel().selectedItemProperty().addListener((o, before, now) -> detail.setText(detail(now)));
        VBox.setVgrow(table, Priority.ALWAYS);
        detail.setId("log-detail");
        detail.setAccessibleText("Detail of the selected record");
        detail.setEditable(false);
        detail.setPrefRowCount(8);
        detail.setPromptText("Select a record to see its detail.");
        CopyButton copy = new CopyButton(
                () -> table.getItems().stream().map(formatter::format).collect(Collectors.joining()));
        copy.setId("log-copy");
        Button folder = new Button("Open folder", new FontIcon(Feather.FOLDER));
        folder.setId("log-folder");
        folder.setDisable(Files.notExists(file));
        folder.setOnAction(event -> dialogs.show(file.getParent()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox tools = new HBox(8, filter, summary, gap, folder, copy);
        tools.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(tools, table, detail);
        WhileShown.every(PACE, this, this::refresh);
        refresh();
    }

    private static TableColumn<LogRecord, String> column(String name, double width, Function<LogRecord, String> text) {
        TableColumn<LogRecord, String> column = new TableColumn<>(name);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        return column;
    }

    private static String source(LogRecord entry) {
        return entry.getLoggerName().replaceFirst(".*\\.", "");
    }

    private String detail(LogRecord entry) {
        return entry == null ? "" : formatter.format(entry);
    }

    private void refresh() {
        if (seen != log.count()) {
            seen = log.count();
            show();
        }
    }

    private void show() {
        Optional<LogRecord> selected =
                Optional.ofNullable(table.getSelectionModel().getSelectedItem());
        int least = filter.getValue().level.intValue();
        List<LogRecord> all = log.records();
        List<LogRecord> shown = all.reversed().stream()
                .filter(entry -> entry.getLevel().intValue() >= least)
                .toList();
        table.getItems().setAll(shown);
        selected.filter(shown::contains).ifPresent(table.getSelectionModel()::select);
        summary.setText(shown.size() + " of " + all.size() + " records, the newest first"
                + (seen > all.size() ? "; " + (seen - all.size()) + " older ones are gone" : ""));
    }
}
