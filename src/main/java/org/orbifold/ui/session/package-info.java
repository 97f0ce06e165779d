/**
 * The state of the workbench: one {@link org.orbifold.ui.session.Session} of observable properties that views bind to and
 * send edits to. Work is done by jobs, whose results come back on the FX thread.
 */
package org.orbifold.ui.session;
