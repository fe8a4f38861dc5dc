package dev.millrace.http.dashboard;

import java.nio.file.Path;
import java.util.List;

/** What is to be seen on a page, by name: tells whether pictures are of the page as it is. */
final class Headings {
  /** Those that the pictures were taken with. */
  static final Path OF_THE_PICTURES = Path.of("dashboard.txt");

  private static final String LINES =
      "Object.entries({tiles: '.tile dt', sections: 'main h2', panels: 'main h3',"
          + " charts: 'figcaption > span:first-child', choices: 'main label span'})"
          + ".map(([kind, css]) => kind + ': ' + [...document.querySelectorAll(css)]"
          + ".filter(e => e.checkVisibility()).map(e => e.firstChild.textContent).join(' | ')"
          + ")";

  private Headings() {}

  /** A line for each kind, whatever the pipeline's own names. */
  static List<String> of(Browser browser) {
    return ((List<?>) browser.eval(LINES)).stream().map(String.class::cast).toList();
  }

  /** One more, of the pipeline's learners. */
  static String learners(Browser browser) {
    return "learners: "
        + browser.eval(
            "[...document.querySelectorAll('#predictions-controls option')]"
                + ".map(option => option.textContent).join(' | ')");
  }
}
