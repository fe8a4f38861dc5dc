package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.Model;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow, many, or gone; a server that is busy or stopping. */
@Timeout(60)
class OverloadTest {
  private static final String ROW = "{\"size\":1,\"rooms\":1}";
  private static final String HOST = "Host: localhost\r\n";
  private static final String BODY = HOST + "Content-Type: application/json\r\n";

  /** Answers only when it is let go; says when it has been asked. */
  private static final class SlowModel implements Model {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Override
    public int features() {
      return 2;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public void predict(InstanceBlock block, double[] out) {
      asked.countDown();
      try {
        assertTrue(go.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Asked for a row of NaN when the columns are wanted. */
    @Override
    public void predict(double[] x, int offset, double[] out) {
      out[0] = x[offset];
    }

    @Override
    public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
      out.accept("slow", 1);
    }
  }

  private static PredictionServer start(SlowModel model, ServerOptions options) {
    return PredictionServer.start(
        options,
        List.of(PredictorModel.of(new Predictor<>("slow", Fixture.PRICE_SCHEMA, model, 0))));
  }

  private static CompletableFuture<HttpResponse<String>> predictLater(Client client) {
    return CompletableFuture.supplyAsync(
        () -> client.post("/predict", ROW), task -> new Thread(task, "client").start());
  }

  /** Fails in a way that no model should. */
  private static final class BrokenModel implements Model {
    @Override
    public int features() {
      return 2;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public void predict(InstanceBlock block, double[] out) {
      throw new StackOverflowError("secret");
    }

    @Override
    public void predict(double[] x, int offset, double[] out) {
      out[0] = x[offset];
    }

    @Override
    public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
      out.accept("broken", 1);
    }
  }

  @Test
  void shouldAnswerWhenAModelThrowsAnError() {
    ServerOptions options = Fixture.options().withThreads(1);
    Predictor<Model> broken = new Predictor<>("broken", Fixture.PRICE_SCHEMA, new BrokenModel(), 0);
    try (PredictionServer server =
        PredictionServer.start(options, List.of(PredictorModel.of(broken)))) {
      Client client = new Client(server);
      for (int i = 0; i < 3; i++) {
        String reason = Client.error(500, client.post("/predict", ROW));
        assertFalse(reason.contains("secret"), reason);
      }
      assertEquals(200, client.get("/v2/health/live").statusCode());
    }
  }

  @Test
  void shouldNotBeHeldUpByTwoHundredSlowConnections() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    ServerOptions options = Fixture.options().withStopTimeout(Duration.ofMillis(200));
    try (PredictionServer server = Fixture.start(options)) {
      for (int i = 0; i < 100; i++) {
        slow.add(new RawConnection(server).send("GET /v2/health/live HTTP/1.1\r\nHost: loc"));
        slow.add(
            new RawConnection(server)
                .request("POST /predict", BODY + "Content-Length: 20\r\n", "{\"size\""));
      }
      Client client = new Client(server);
      assertEquals(200, client.get("/v2/health/live").statusCode());
      assertEquals(200, client.post("/predict", ROW).statusCode());
      String late = slow.get(1).send(":1,\"rooms\":1}").answer();
      assertTrue(late.startsWith("HTTP/1.1 200 "), late);
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  @Test
  void shouldTellClientsToComeBackWhenItIsBusy() throws Exception {
    SlowModel model = new SlowModel();
    try (PredictionServer server = start(model, Fixture.options().withThreads(1).withQueue(1))) {
      Client client = new Client(server);
      CompletableFuture<HttpResponse<String>> first = predictLater(client);
      assertTrue(model.asked.await(20, TimeUnit.SECONDS));
      CompletableFuture<HttpResponse<String>> second = predictLater(client);
      CompletableFuture<HttpResponse<String>> third = predictLater(client);
      Object refused = CompletableFuture.anyOf(second, third).get(20, TimeUnit.SECONDS);
      String reason = Client.error(503, cast(refused));
      assertTrue(reason.contains("busy"), reason);
      assertEquals("1", cast(refused).headers().firstValue("Retry-After").orElse(""));
      assertEquals(200, client.get("/v2/health/live").statusCode());
      assertEquals(200, client.get("/v2/models/slow/ready").statusCode());
      model.go.countDown();
      assertEquals(200, first.get(20, TimeUnit.SECONDS).statusCode());
      int later = second.get(20, TimeUnit.SECONDS).statusCode();
      assertEquals(703, later + third.get(20, TimeUnit.SECONDS).statusCode());
    }
  }

  @SuppressWarnings("unchecked")
  private static HttpResponse<String> cast(Object response) {
    return (HttpResponse<String>) response;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2 HTTP/1.1\r\nX: ",
        "POST /predict HTTP/1.1\r\n" + BODY + "Content-Length: 1000\r\n\r\n",
        ""
      })
  void shouldCloseConnectionsThatTrickle(String start) throws IOException {
    ServerOptions options =
        Fixture.options()
            .withRequestTimeout(Duration.ofMillis(400))
            .withIdleTimeout(Duration.ofMillis(400));
    try (PredictionServer server = Fixture.start(options);
        RawConnection connection = new RawConnection(server)) {
      connection.send(start).patience(50);
      long begin = System.nanoTime();
      while (isOpen(connection, start.isEmpty() ? "\r\n" : " ")) {
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30), "still open");
      }
      assertEquals(200, new Client(server).get("/v2/health/live").statusCode());
    }
  }

  private static boolean isOpen(RawConnection connection, String trickle) throws IOException {
    try {
      connection.send(trickle);
      return connection.read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  @Test
  void shouldAcceptNoMoreConnectionsThanAllowed() throws IOException {
    try (PredictionServer server = Fixture.start(Fixture.options().withMaxConnections(2));
        RawConnection first = new RawConnection(server);
        RawConnection second = new RawConnection(server);
        RawConnection third = new RawConnection(server)) {
      first.request("GET /v2/health/live", HOST, "").answer();
      second.request("GET /v2/health/live", HOST, "").answer();
      third.request("GET /v2/health/live", HOST, "").patience(200);
      assertThrows(SocketTimeoutException.class, third::read);
      first.hangUp();
      third.patience(20_000);
      assertTrue(third.answer().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void shouldAnswerWhatIsUnderWayWhenItStops() throws Exception {
    SlowModel model = new SlowModel();
    PredictionServer server =
        start(model, Fixture.options().withStopTimeout(Duration.ofSeconds(30)));
    CompletableFuture<HttpResponse<String>> underWay = predictLater(new Client(server));
    assertTrue(model.asked.await(20, TimeUnit.SECONDS));
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
    while (accepts(server)) {
      Thread.onSpinWait();
    }
    model.go.countDown();
    assertEquals(200, underWay.get(20, TimeUnit.SECONDS).statusCode());
    stopping.get(20, TimeUnit.SECONDS);
  }

  private static boolean accepts(PredictionServer server) {
    try (RawConnection connection = new RawConnection(server)) {
      connection.patience(1_000);
      return connection.request("GET /v2/health/live", HOST, "").answer().contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldReleaseTheMemoryOfBodies() {
    BodyBudget budget = new BodyBudget(100);
    assertTrue(budget.tryTake(60));
    assertFalse(budget.tryTake(41));
    assertEquals(60, budget.used());
    budget.release(60);
    assertTrue(budget.tryTake(100));
  }
}
