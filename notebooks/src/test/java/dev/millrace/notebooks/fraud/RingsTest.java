package dev.millrace.notebooks.fraud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import dev.millrace.notebooks.TestRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Pseudograph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rings of the demo, and those that JGraphT finds in a graph of the last hour. */
class RingsTest {
  @TempDir static Path output;

  private static Summary summary;
  private static List<Payment> payments;

  @BeforeAll
  static void run() throws Exception {
    Path input = ShippedData.file("card-transactions.csv.gz");
    summary = TestRuns.run(FraudPipeline::new, input, output, 1000);
    payments = ShippedPayments.of(input);
  }

  private static Set<String> accounts(Graph<String, DefaultEdge> graph, String vertex) {
    Set<String> accounts = new TreeSet<>();
    if (graph.containsVertex(vertex)) {
      for (String member : new ConnectivityInspector<>(graph).connectedSetOf(vertex)) {
        if (member.startsWith("account-")) {
          accounts.add(member);
        }
      }
    }
    return accounts;
  }

  @Test
  void shouldTellOfTheComponentsThatJGraphTFinds() throws IOException {
    Graph<String, DefaultEdge> graph = new Pseudograph<>(DefaultEdge.class);
    List<List<DefaultEdge>> edges = new ArrayList<>();
    int oldest = 0;
    List<String> expected = new ArrayList<>();
    for (Payment payment : payments) {
      while (payments.get(oldest).seconds() <= payment.seconds() - 3600) {
        edges.get(oldest++).forEach(graph::removeEdge);
      }
      int before =
          Math.max(
              accounts(graph, payment.account()).size(), accounts(graph, payment.phone()).size());
      List<DefaultEdge> added = new ArrayList<>();
      for (String used : List.of(payment.card(), payment.phone())) {
        graph.addVertex(payment.account());
        graph.addVertex(used);
        added.add(graph.addEdge(payment.account(), used));
      }
      edges.add(added);
      Set<String> ring = accounts(graph, payment.account());
      if (ring.size() >= 3 && ring.size() > Math.max(1, before)) {
        expected.add(payment.at() + " " + String.join(" ", ring));
      }
    }
    List<String[]> rings = TestRuns.rows(output.resolve("rings"));
    assertEquals(expected, rings.stream().map(ring -> ring[0] + " " + ring[3]).toList());
    assertTrue(expected.size() > 100, "rings " + expected.size());
    double formed = summary.figures().get("rings");
    assertTrue(formed > 20 && formed < expected.size(), summary.toString());
  }

  @Test
  void shouldTellOfRingsOnceTheyAreLarge() throws IOException {
    List<String[]> incidents = TestRuns.rows(output.resolve("incidents"));
    Set<String> firing = new TreeSet<>();
    for (String[] row : incidents) {
      if (row[3].equals("ring") && row[6].equals("FIRING")) {
        firing.add(row[4]);
      }
    }
    Set<String> expected = new TreeSet<>();
    for (String[] ring : TestRuns.rows(output.resolve("rings"))) {
      if (Integer.parseInt(ring[2]) >= 5) {
        expected.add(ring[1]);
      }
    }
    // The last ones may not be told yet: their hour is not over.
    firing.forEach(phone -> assertTrue(expected.contains(phone), phone));
    assertTrue(firing.size() >= expected.size() - 3, firing + " of " + expected);
  }
}
