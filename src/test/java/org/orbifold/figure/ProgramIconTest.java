package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramIconTest {
    private static boolean isClose(int argb, int rgb) {
        int far = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            far = Math.max(far, Math.abs((argb >> shift & 0xFF) - (rgb >> shift & 0xFF)));
        }
        return argb >>> 24 == 0xFF && far < 8;
    }

    private static long count(BufferedImage image, int rgb) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += isClose(image.getRGB(x, y), rgb) ? 1 : 0;
            }
        }
        return count;
    }

    /** One of six chambers is marked, on nothing: told apart even at 16 pixels. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256})
    void oneChamberOfSixIsMarkedAtEverySize(int size) {
        BufferedImage icon = ProgramIcon.image(size);
        long marked = count(icon, 0xE69F00);
        long others = count(icon, 0x0072B2) + count(icon, 0x56B4E9);
        assertTrue(marked >= size * size / 32, marked + " pixels");
        assertTrue(others > 3 * marked && others < 12 * marked, marked + " and " + others + " pixels");
        assertEquals(0, icon.getRGB(0, 0) >>> 24);
    }

    @Test
    void smallIconsLeaveOutWhatWouldBlur() {
        assertEquals(0, count(ProgramIcon.image(16), 0xFFFFFF));
        assertTrue(count(ProgramIcon.image(128), 0xFFFFFF) > 50);
    }
}
