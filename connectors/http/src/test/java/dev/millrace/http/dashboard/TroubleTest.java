package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.QueueSource;
import dev.millrace.http.PredictionServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page does not look well when the pipeline is not. */
class TroubleTest extends PageTest {
  private static Points.Point refuseFarRight(Points.Point point) {
    if (point.x() > 5) {
      throw new IllegalStateException("<b>too far</b>\nto the right");
    }
    return point;
  }

  /** The server ends with the pipeline, as the command line's does. */
  @Test
  void shouldSayWhyThePipelineFailedAlsoWhenItIsGone() throws Exception {
    QueueSource<Points.Point> queue = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      context
          .source("points", queue)
          .map(TroubleTest::refuseFarRight)
          .foreachBatch((batch, scope) -> batch.count());
      Dashboard dashboard = Dashboard.of(context, List.of());
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        push(queue, 0, 100);
        context.start();
        browser.resize(1280, 900);
        browser.open(server.uri());
        browser.await(tile("Rows", "100"));
        assertFalse(browser.find("#trouble").isDisplayed());
        queue.push(Points.farRight());
        assertThrows(MillraceException.class, context::awaitTermination);
      }
    }
    browser.await("document.getElementById('status').textContent.includes('trying again')");
    String trouble = browser.find("#trouble").getText();
    assertTrue(trouble.startsWith("The pipeline has failed: "), trouble);
    assertTrue(trouble.contains("<b>too far</b>"), trouble);
    assertTrue(trouble.matches("[^\n]* What is shown is as of \\d\\d:\\d\\d:\\d\\d\\."), trouble);
    browser.screenshot("failed");
  }

  @Test
  void shouldNotShowARateOfLongAgo() throws Exception {
    look(
        shown -> {
          assertTrue(tile("Rate").endsWith("\nrows per second"), tile("Rate"));
          browser.eval("(Date.now = (now => () => now() + 720_000)(Date.now), true)");
          browser.await(tile("Rate", "0"));
          assertEquals("0\nno batch for 12 min", tile("Rate"));
        });
  }
}
