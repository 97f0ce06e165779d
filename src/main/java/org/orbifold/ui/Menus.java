package org.orbifold.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The menus: all actions in their order, and the files that were opened last. */
final class Menus {
    private final Actions actions;
    private final ObservableList<RecentFile> files;

    Menus(Actions actions, ObservableList<RecentFile> files) {
        this.actions = actions;
        this.files = files;
    }

    /** A bar of them. */
    MenuBar bar() {
        Map<String, Menu> menus = new LinkedHashMap<>();
        actions.sections().forEach((section, members) -> {
            Menu menu = menus.computeIfAbsent(section.menu(), name -> new Menu(name));
            if (section == Section.RECENT) {
                menu.getItems().add(recent());
                return;
            }
            if (!menu.getItems().isEmpty()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            members.forEach(action -> menu.getItems().add(item(section, action)));
        });
        return new MenuBar(menus.values().toArray(Menu[]::new));
    }

    private MenuItem item(Section section, Action action) {
        MenuItem item = item(actions.command(section, action));
        item.disableProperty().bind(action.disabledProperty());
        item.setAccelerator(action.getAccelerator());
        return item;
    }

    private static MenuItem item(Command command) {
        MenuItem item = new MenuItem(command.name(), new FontIcon(command.icon()));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> command.work().run());
        return item;
    }

    private Menu recent() {
        Menu menu = new Menu("Open recent", new FontIcon(Feather.CLOCK));
        menu.disableProperty().bind(Bindings.isEmpty(files));
        InvalidationListener fill = changed -> {
            menu.getItems().clear();
            files.forEach(file -> menu.getItems().add(item(actions.command(file))));
            menu.getItems().add(new SeparatorMenuItem());
            actions.sections()
                    .get(Section.RECENT)
                    .forEach(action -> menu.getItems().add(item(Section.RECENT, action)));
        };
        files.addListener(fill);
        fill.invalidated(files);
        return menu;
    }
}
