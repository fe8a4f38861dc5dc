package dev.millrace.notebooks.churn;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.notebooks.Calibration;

/** Keeps the calibration error of both models. An operator with state of its own. */
final class Reliability implements BatchProcessor<Prospect, Prospect> {
  private final Calibration calibrated = new Calibration();
  private final Calibration champion = new Calibration();

  @Override
  public synchronized Batch<Prospect> process(Batch<Prospect> batch, BatchContext context) {
    for (Prospect prospect : batch.collect()) {
      if (prospect.known()) {
        calibrated.add(prospect.calibrated(), prospect.left());
        champion.add(prospect.champion(), prospect.left());
      }
    }
    return batch;
  }

  /** The expected calibration error of what is said in the end. */
  synchronized double ofCalibrated() {
    return calibrated.error();
  }

  /** The same before it is calibrated. */
  synchronized double ofChampion() {
    return champion.error();
  }

  @Override
  public synchronized void save(StateWriter out) {
    out.put("calibrated", calibrated::save).put("champion", champion::save);
  }

  @Override
  public synchronized void restore(StateReader in) {
    calibrated.restore(in.get("calibrated"));
    champion.restore(in.get("champion"));
  }
}
