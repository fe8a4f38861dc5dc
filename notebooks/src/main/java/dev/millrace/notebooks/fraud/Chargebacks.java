package dev.millrace.notebooks.fraud;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Plays the part of the owners of the cards: hands on each chargeback once payments are as late as
 * it is. An operator with state of its own.
 */
final class Chargebacks implements BatchProcessor<Payment, Chargeback> {
  private final PriorityQueue<Chargeback> toCome =
      new PriorityQueue<>(Comparator.comparing(Chargeback::at).thenComparing(Chargeback::payment));

  @Override
  public Batch<Chargeback> process(Batch<Payment> batch, BatchContext context) {
    Instant now = Instant.MIN;
    for (Payment payment : batch.collect()) {
      now = payment.at();
      if ("1".equals(payment.fraud())) {
        toCome.add(Chargeback.of(payment));
      }
    }
    List<Chargeback> come = new ArrayList<>();
    while (!toCome.isEmpty() && !toCome.peek().at().isAfter(now)) {
      come.add(toCome.remove());
    }
    return context.engine().of(List.of(come));
  }

  @Override
  public void save(StateWriter out) {
    List<Chargeback> inOrder = toCome.stream().sorted(toCome.comparator()).toList();
    out.put("payments", inOrder.stream().mapToLong(Chargeback::payment).toArray())
        .put("millis", inOrder.stream().mapToLong(c -> c.at().toEpochMilli()).toArray());
  }

  @Override
  public void restore(StateReader in) {
    long[] payments = in.getLongs("payments");
    long[] millis = in.getLongs("millis");
    for (int i = 0; i < payments.length; i++) {
      toCome.add(new Chargeback(payments[i], Instant.ofEpochMilli(millis[i])));
    }
  }
}
