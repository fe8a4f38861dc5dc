package dev.millrace.core.alert;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;

/**
 * From which level on a rule fires, and where it is over.
 *
 * @param side on which side of {@code fire} it fires
 * @param fire fires at this level and beyond
 * @param clear is over once the level is back on the other side of this one
 */
record Levels(Side side, double fire, double clear) implements Serializable {
  enum Side {
    ABOVE,
    BELOW
  }

  Levels {
    if (!Double.isFinite(fire) || !Double.isFinite(clear)) {
      throw new ConfigurationException(
          "levels of an alert must be finite, got fire at " + fire + ", clear at " + clear);
    }
    if (side == Side.ABOVE ? clear > fire : clear < fire) {
      throw new ConfigurationException(
          "an alert that fires "
              + (side == Side.ABOVE ? "at or above " : "at or below ")
              + fire
              + " cannot be over while it is "
              + (side == Side.ABOVE ? "above it, clear at " : "below it, clear at ")
              + clear);
    }
  }

  boolean fires(double level) {
    return side == Side.ABOVE ? level >= fire : level <= fire;
  }

  boolean clears(double level) {
    return side == Side.ABOVE ? level < clear : level > clear;
  }
}
