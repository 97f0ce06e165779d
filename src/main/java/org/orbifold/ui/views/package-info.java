/**
 * The views: each binds to the session and sends it edits. Pictures are painted on workers, handles and hover are scene
 * nodes above them.
 */
package org.orbifold.ui.views;
