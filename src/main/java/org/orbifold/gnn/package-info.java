/**
 * Networks over weight graphs (Kofinas et al. 2024; Diao and Loynd 2023; Corso et al. 2020): equivariant under the
 * permutations of hidden neurons, with a conditioning vector, and with parameters that do not depend on hidden widths.
 */
package org.orbifold.gnn;
