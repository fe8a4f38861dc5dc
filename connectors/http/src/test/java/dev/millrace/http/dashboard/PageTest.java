package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.source.QueueSource;
import dev.millrace.http.BearerToken;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.SwitchableModel;
import dev.millrace.ml.stream.LearningStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Pipelines with their page open in the one browser of all tests. */
@Timeout(180)
@ExtendWith(PageTest.OneBrowser.class)
abstract class PageTest {
  static final ServerOptions OPTIONS = ServerOptions.defaults().withPort(0);
  static final String TOKEN = "token-of-the-test";
  static Browser browser;

  /** Starts with the first test and is closed after the last. */
  static final class OneBrowser implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      browser =
          context
              .getRoot()
              .getStore(Namespace.GLOBAL)
              .getOrComputeIfAbsent(Browser.class, type -> Browser.start(), Browser.class);
    }
  }

  /** What the page is of. */
  record Shown(
      PredictionServer server,
      Dashboard dashboard,
      QueueSource<Points.Point> queue,
      List<LearningStream<?>> learning) {}

  interface Looking {
    void at(Shown shown) throws Exception;
  }

  interface Description {
    List<LearningStream<?>> of(StreamingContext context, QueueSource<Points.Point> queue);
  }

  /** A pipeline that has done 30 batches and waits for more, with the page open. */
  static void look(Looking looking) throws Exception {
    look(Points.config(), looking);
  }

  static void look(StreamingConfig config, Looking looking) throws Exception {
    look(config, (context, queue) -> List.of(Points.learn(context, queue)), looking);
  }

  /** The same with budgets, and degraded from the third batch on until there is nothing to do. */
  static void lookAtLimits(Looking looking) throws Exception {
    look(
        Points.degrading(),
        (context, queue) -> List.of(Points.learnInBudgets(context, queue)),
        looking);
  }

  static void look(StreamingConfig config, Description description, Looking looking)
      throws Exception {
    QueueSource<Points.Point> queue = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(config)) {
      List<LearningStream<?>> learning = description.of(context, queue);
      Dashboard dashboard = Dashboard.of(context, learning);
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        push(queue, 0, 3_000);
        context.start();
        browser.resize(1280, 900);
        browser.open(server.uri());
        browser.await(tile("Rows", "3,000"));
        looking.at(new Shown(server, dashboard, queue, learning));
        assertEquals(List.of(), browser.complaints());
      }
    }
  }

  interface Watching {
    void at(QueueSource<Points.Point> queue) throws Exception;
  }

  /**
   * A pipeline whose alerts the page shows: 30 points a batch, of which some are far to the right.
   */
  static void watch(Watching watching) throws Exception {
    QueueSource<Points.Point> queue = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(Points.config())) {
      LearningStream<Points.Point> learning = Points.learn(context, queue);
      Alerts alerts = Points.alerts(learning);
      Dashboard dashboard =
          Dashboard.of(context, List.of(learning))
              .withAlerts(alerts)
              .withDrift(Points.drifts(learning));
      try (PredictionServer server = dashboard.serve(OPTIONS)) {
        push(queue, 0, 500);
        context.start();
        browser.resize(1280, 900);
        browser.open(server.uri());
        browser.await(tile("Rows", "500"));
        watching.at(queue);
        assertEquals(List.of(), browser.complaints());
      }
    }
  }

  interface Keeping {
    void at(ModelVersions versions, SwitchableModel model) throws Exception;
  }

  /** A pipeline that has ended, whose versions 17, 18 and 19 are kept, behind a token. */
  static void keep(Path directory, Keeping keeping) throws Exception {
    try (StreamingContext context =
        StreamingContext.create(Points.config().withCheckpoint(directory))) {
      LearningStream<?> learning = Points.learn(context, Points.bounded(2_000));
      ModelVersions versions = ModelVersions.open(directory);
      SwitchableModel model =
          SwitchableModel.of(
              PredictorModel.of(learning.predictor("champion"))
                  .withArchive(versions.archive("champion")));
      Dashboard dashboard =
          Dashboard.of(context, List.of(learning)).withVersions(versions, List.of(model));
      try (PredictionServer server =
          PredictionServer.start(
              OPTIONS.withToken(BearerToken.of(TOKEN)), List.of(model), dashboard)) {
        context.start();
        context.awaitTermination();
        browser.resize(1280, 900);
        browser.open(server.uri());
        browser.await("!document.getElementById('token-form').hidden");
        keeping.at(versions, model);
      }
    }
  }

  /** Gives the token, and waits for the versions. */
  static void unlock() {
    browser.find("#token").sendKeys(TOKEN, Keys.ENTER);
    browser.await(tile("Rows", "2,000"));
    browser.await("document.querySelector('[aria-label=\"Pin version 17\"]') !== null");
  }

  static void push(QueueSource<Points.Point> queue, int from, int to) {
    for (int i = from; i < to; i++) {
      queue.push(Points.Point.of(i));
    }
  }

  static String tile(String name, String value) {
    return "[...document.querySelectorAll('.tile')].some(t => t.children[0].textContent === '"
        + name
        + "' && t.children[1].textContent === '"
        + value
        + "')";
  }

  /** Two lines: the value and the note of a tile. */
  static String tile(String name) {
    return (String)
        browser.eval(
            "[...document.querySelectorAll('.tile')].find(t => t.children[0].textContent === '"
                + name
                + "').innerText.split('\\n').slice(1).join('\\n')");
  }

  /** The select or box that is labelled so. */
  static WebElement field(String label) {
    return (WebElement)
        browser.eval(
            "[...document.querySelectorAll('label')]"
                + ".find(l => l.querySelector('span')?.textContent === '"
                + label
                + "').querySelector('select, input')");
  }

  /** A chart that is to be seen, by its title; its data are [x, series, series…]. */
  static String chart(String title) {
    return "[...document.querySelectorAll('figure:not([hidden])')]"
        + ".find(f => f.querySelector('figcaption span').textContent === '"
        + title
        + "').querySelector('.canvas').chart";
  }
}
