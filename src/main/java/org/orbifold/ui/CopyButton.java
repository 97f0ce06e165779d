package org.orbifold.ui;

import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button that copies a text to the clipboard. */
final class CopyButton extends Button {
    CopyButton(Supplier<String> text) {
        super("Copy", new FontIcon(Feather.COPY));
        setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text.get());
            Clipboard.getSystemClipboard().setContent(content);
        });
    }
}
