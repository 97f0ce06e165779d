/** The workbench: the window, its session and its views. */
package org.orbifold.ui;
