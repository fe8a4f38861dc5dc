package dev.millrace.http;

import java.util.Optional;
import java.util.function.Supplier;

/** Shows nothing. */
final class NoSite implements Site {
  @Override
  public Optional<Document> document(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<EventStream> events(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<Supplier<Answer>> probe(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<Supplier<Answer>> report(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<Action> action(String path) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
