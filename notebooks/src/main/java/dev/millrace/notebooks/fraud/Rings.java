package dev.millrace.notebooks.fraud;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the graph of the last hour: an edge from an account to each card and phone that it used.
 * Tells of a ring, a connected component of {@value Ring#LEAST} accounts or more, in the batch in
 * which it forms or grows. An operator with state of its own, which is the uses of the hour.
 *
 * <p>A use costs as much as the component that it is in is large. For graphs that have large ones,
 * and for more than components, there is {@link dev.millrace.core.graph.GraphStream}.
 */
final class Rings implements BatchProcessor<Payment, Ring> {
  private static final double WINDOW_SECONDS = 3_600;

  private final Deque<Use> uses = new ArrayDeque<>();

  /** How many of the uses join two vertices; both directions are there. */
  private final Map<String, Map<String, Integer>> edges = new HashMap<>();

  private long formed;

  /** That an account paid with a card from a phone. */
  record Use(double seconds, String account, String card, String phone) {
    static Use of(Payment payment) {
      return new Use(payment.seconds(), payment.account(), payment.card(), payment.phone());
    }
  }

  @Override
  public synchronized Batch<Ring> process(Batch<Payment> batch, BatchContext context) {
    List<Ring> rings = new ArrayList<>();
    for (Payment payment : batch.collect()) {
      Use use = Use.of(payment);
      while (!uses.isEmpty() && uses.peek().seconds() <= use.seconds() - WINDOW_SECONDS) {
        connect(uses.remove(), -1);
      }
      int before = Math.max(accounts(use.account()).size(), accounts(use.phone()).size());
      add(use);
      Set<String> after = accounts(use.account());
      if (after.size() >= Ring.LEAST && after.size() > before) {
        formed += before < Ring.LEAST ? 1 : 0;
        rings.add(new Ring(payment.at(), use.phone(), after.size(), String.join(" ", after)));
      }
    }
    return context.engine().of(List.of(rings));
  }

  private void add(Use use) {
    uses.add(use);
    connect(use, 1);
  }

  private void connect(Use use, int change) {
    for (String used : List.of(use.card(), use.phone())) {
      change(use.account(), used, change);
      change(used, use.account(), change);
    }
  }

  private void change(String from, String to, int change) {
    Map<String, Integer> neighbours = edges.computeIfAbsent(from, vertex -> new HashMap<>());
    neighbours.merge(to, change, (a, b) -> a + b == 0 ? null : a + b);
    if (neighbours.isEmpty()) {
      edges.remove(from);
    }
  }

  /** All accounts of the component that a vertex is in, by name. */
  private Set<String> accounts(String start) {
    Set<String> reached = new TreeSet<>(Set.of(start));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (String next : edges.getOrDefault(open.remove(), Map.of()).keySet()) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    reached.removeIf(vertex -> !vertex.startsWith(Payment.ACCOUNT));
    return reached;
  }

  /** How many rings there were, however large they grew. */
  synchronized long formed() {
    return formed;
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("formed", formed)
        .put("seconds", uses.stream().mapToDouble(Use::seconds).toArray())
        .put("accounts", uses.stream().map(Use::account).toList())
        .put("cards", uses.stream().map(Use::card).toList())
        .put("phones", uses.stream().map(Use::phone).toList());
  }

  @Override
  public synchronized void restore(StateReader in) {
    formed = in.getLong("formed");
    double[] seconds = in.getDoubles("seconds");
    List<String> accounts = in.getStrings("accounts");
    List<String> cards = in.getStrings("cards");
    List<String> phones = in.getStrings("phones");
    for (int i = 0; i < seconds.length; i++) {
      add(new Use(seconds[i], accounts.get(i), cards.get(i), phones.get(i)));
    }
  }
}
