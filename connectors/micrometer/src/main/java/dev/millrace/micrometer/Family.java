package dev.millrace.micrometer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Meters of one name that differ in one tag, as many as there may be. Used by one thread. */
final class Family<M> {
  /** What is beyond goes by this name. */
  static final String OTHER = "other";

  static final int MOST = 200;

  private final Function<String, M> register;
  private final Map<String, M> meters = new HashMap<>();

  Family(Function<String, M> register) {
    this.register = register;
  }

  M of(String name) {
    M known = meters.get(name);
    return known != null ? known : add(meters.size() < MOST ? name : OTHER);
  }

  private M add(String name) {
    return meters.computeIfAbsent(name, register);
  }
}
