package dev.millrace.notebooks.fraud;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** Numbers payments, from 1, as a bank does. An operator with state of its own. */
final class Ledger implements BatchProcessor<Payment, Payment> {
  private long numbered;

  @Override
  public Batch<Payment> process(Batch<Payment> batch, BatchContext context) {
    List<Payment> payments = new ArrayList<>();
    for (Payment payment : batch.collect()) {
      payments.add(payment.withNumber(++numbered));
    }
    return context.engine().of(List.of(payments));
  }

  @Override
  public void save(StateWriter out) {
    out.put("numbered", numbered);
  }

  @Override
  public void restore(StateReader in) {
    numbered = in.getLong("numbered");
  }
}
