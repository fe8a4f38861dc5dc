package dev.millrace.http.dashboard;

import dev.millrace.http.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page and what it is made of, read once from the jar. */
final class Pages {
  private static final List<String> FILES =
      List.of(
          "icon.svg",
          "dashboard.css",
          "main.js",
          "feed.js",
          "history.js",
          "dom.js",
          "format.js",
          "charts.js",
          "system.js",
          "learning.js",
          "graph.js",
          "predictions.js",
          "letters.js",
          "alerts.js",
          "versions.js",
          "uplot/uPlot.iife.min.js",
          "uplot/uPlot.min.css",
          "uplot/LICENSE");

  private final Map<String, Site.Document> documents = new HashMap<>();

  Pages() {
    documents.put("/", new Site.Document("text/html; charset=utf-8", read("index.html")));
    for (String file : FILES) {
      documents.put("/dashboard/" + file, new Site.Document(type(file), read(file)));
    }
  }

  Optional<Site.Document> get(String path) {
    return Optional.ofNullable(documents.get(path));
  }

  private static String type(String file) {
    if (file.endsWith(".js")) {
      return "text/javascript; charset=utf-8";
    }
    if (file.endsWith(".svg")) {
      return "image/svg+xml";
    }
    return file.endsWith(".css") ? "text/css; charset=utf-8" : "text/plain; charset=utf-8";
  }

  private static byte[] read(String file) {
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " of the jar", e);
    }
  }
}
