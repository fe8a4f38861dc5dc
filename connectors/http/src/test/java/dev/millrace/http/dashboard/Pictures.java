package dev.millrace.http.dashboard;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Takes the pictures of the READMEs of a running demo; called by {@code .ci/pictures} alone. */
class Pictures {
  private static final String ROWS =
      "Number([...document.querySelectorAll('.tile')]"
          + ".find(t => t.children[0].textContent === 'Rows')"
          + ".children[1].textContent.replaceAll(',', ''))";

  @Test
  @Timeout(300)
  void take() throws Exception {
    URI dashboard = URI.create(System.getProperty("dashboard"));
    long rows = Long.getLong("rows");
    try (Browser browser = Browser.start()) {
      browser.resize(1280, 1900);
      browser.open(dashboard);
      browser.await(ROWS + " > " + rows);
      List<String> seen = new ArrayList<>(Headings.of(browser));
      seen.add(Headings.learners(browser));
      Files.write(Headings.OF_THE_PICTURES, seen);
      for (String scheme : new String[] {"light", "dark"}) {
        browser.prefer(scheme);
        browser.await("matchMedia('(prefers-color-scheme: " + scheme + ")').matches");
        browser.screenshot(Path.of("dashboard-" + scheme + ".png"));
      }
      browser.prefer("light");
      browser.resize(1280, 5000);
      browser.await("document.querySelectorAll('figure:not([hidden]) canvas').length > 8");
      browser.screenshot("whole");
      browser.resize(390, 9000);
      browser.screenshot("phone");
    }
  }
}
