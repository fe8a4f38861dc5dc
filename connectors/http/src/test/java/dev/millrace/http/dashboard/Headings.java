package dev.millrace.http.dashboard;

import java.nio.file.Path;

/** What is to be seen on a page, by name: tells whether pictures are of the page as it is. */
final class Headings {
  /** Those that the pictures were taken with. */
  static final Path OF_THE_PICTURES = Path.of("dashboard.txt");

  private static final String LINES =
      "Object.entries({tiles: '.tile dt', sections: 'main h2', panels: 'main h3',"
          + " charts: 'figcaption > span:first-child', choices: 'main label span'})"
          + ".map(([kind, css]) => kind + ': ' + [...document.querySelectorAll(css)]"
          + ".filter(e => e.checkVisibility()).map(e => e.firstChild.textContent).join(' | ')"
          + " + '\\n').join('')";

  private Headings() {}

  /** A line for each kind. */
  static String of(Browser browser) {
    return (String) browser.eval(LINES);
  }
}
