package org.orbifold.job;

/** How work that rests and goes on in its own way is asked to. Called on the thread that asks. */
public interface Resting {
    /** Rest, after what is being done. */
    void rest();

    /** Go on. */
    void proceed();
}
