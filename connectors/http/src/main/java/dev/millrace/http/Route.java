package dev.millrace.http;

import java.util.Optional;

/**
 * What a path asks for.
 *
 * @param model the model that the path names; empty if it names none
 * @param version the version that the path names; empty for the newest
 */
record Route(Kind kind, Optional<String> model, Optional<String> version) {
  /** The endpoints. */
  enum Kind {
    INDEX("GET"),
    SERVER("GET"),
    LIVE("GET"),
    READY("GET"),
    MODELS("GET"),
    MODEL("GET"),
    MODEL_READY("GET"),
    INFER("POST"),
    PREDICT("POST"),
    DOCUMENT("GET"),
    EVENTS("GET"),
    PROBE("GET"),
    REPORT("GET"),
    ACTION("POST");

    private final String method;

    Kind(String method) {
      this.method = method;
    }

    /** Whether it takes a body. */
    boolean isPost() {
      return method.equals("POST");
    }

    /** Whether the answer grows with the number of models, versions, features or metrics. */
    boolean isLong() {
      return this == MODELS || this == MODEL || this == REPORT;
    }

    /** Whether those without a token may ask: probers, and browsers for a page. */
    boolean isOpen() {
      return this == LIVE || this == READY || this == DOCUMENT || this == PROBE;
    }

    /** The value of the header {@code Allow}. */
    String allow() {
      return isPost() ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
    }

    boolean allows(String asked) {
      return asked.equals(method) || asked.equals("OPTIONS") || (!isPost() && asked.equals("HEAD"));
    }
  }

  /** The route of a decoded path; empty if there is none. What a site has goes first. */
  static Optional<Route> of(String path, Site site) {
    if (site.document(path).isPresent()) {
      return simple(Kind.DOCUMENT);
    }
    if (site.events(path).isPresent()) {
      return simple(Kind.EVENTS);
    }
    if (site.probe(path).isPresent()) {
      return simple(Kind.PROBE);
    }
    if (site.report(path).isPresent()) {
      return simple(Kind.REPORT);
    }
    return site.action(path).isPresent() ? simple(Kind.ACTION) : of(path);
  }

  /** The route of a decoded path; empty if there is none. */
  static Optional<Route> of(String path) {
    return switch (path) {
      case "/" -> simple(Kind.INDEX);
      case "/v2" -> simple(Kind.SERVER);
      case "/v2/health/live" -> simple(Kind.LIVE);
      case "/v2/health/ready" -> simple(Kind.READY);
      case "/v2/models" -> simple(Kind.MODELS);
      case "/predict" -> simple(Kind.PREDICT);
      default -> ofModel(path.split("/", -1));
    };
  }

  private static Optional<Route> simple(Kind kind) {
    return Optional.of(new Route(kind, Optional.empty(), Optional.empty()));
  }

  /** {@code /v2/models/m[/versions/v][/ready|/infer]}, cut at the slashes. */
  private static Optional<Route> ofModel(String[] parts) {
    if (parts.length < 4 || !parts[1].equals("v2") || !parts[2].equals("models")) {
      return Optional.empty();
    }
    Optional<String> model = Optional.of(parts[3]);
    boolean versioned = parts.length > 5 && parts[4].equals("versions");
    Optional<String> version = versioned ? Optional.of(parts[5]) : Optional.empty();
    int at = versioned ? 6 : 4;
    if (parts.length == at) {
      return Optional.of(new Route(Kind.MODEL, model, version));
    }
    if (parts.length > at + 1) {
      return Optional.empty();
    }
    return switch (parts[at]) {
      case "ready" -> Optional.of(new Route(Kind.MODEL_READY, model, version));
      case "infer" -> Optional.of(new Route(Kind.INFER, model, version));
      default -> Optional.empty();
    };
  }
}
