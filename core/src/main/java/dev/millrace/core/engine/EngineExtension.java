package dev.millrace.core.engine;

/**
 * Something that only some engines can use, found by {@link java.util.ServiceLoader}: of those that
 * support a pipeline's engine, the one of the highest priority serves it.
 */
public interface EngineExtension {
  /** Higher goes first; no two of a kind that support one engine have the same. */
  int priority();

  boolean supports(Engine engine);
}
