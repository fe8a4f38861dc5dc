package dev.millrace.notebooks.stocks;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyState;
import java.io.Serializable;
import java.util.Optional;

/**
 * A stock traded on paper, up to the bar after the one that is named: held while the forecast is
 * that it rises, owed while it is that it falls. The position is taken at the close of the bar, by
 * the forecast that was made then, before the learner knew what comes.
 *
 * @param position 1 for holding the stock, -1 for owing it, 0 while the forecast is 0
 * @param turned how much has been traded so far; from 1 to -1 is two
 * @param gross what the positions brought so far, in basis points; a return that was clipped is
 *     nobody's: it is a split
 * @param net the same less {@value #COST} for each time that something was traded
 * @param held what holding the stock all the time brought
 */
record Trade(
    String timestamp,
    String symbol,
    int position,
    int turned,
    double gross,
    double net,
    double held)
    implements Serializable {
  /** In basis points: half the spread, which is what it costs to get in or out. */
  static final double COST = 1;

  /** What {@code mapWithState} does per stock. */
  static void next(
      String symbol, Optional<Forecast> value, KeyState<Trade> account, Emitter<Trade> out)
      throws Exception {
    Trade before = account.get().orElse(new Trade("", symbol, 0, 0, 0, 0, 0));
    Trade now = before.then(value.orElseThrow());
    account.update(now);
    out.emit(now);
  }

  private Trade then(Forecast forecast) {
    int taken = (int) Math.signum(forecast.forecast());
    int turn = Math.abs(taken - position);
    double came = Step.isClipped(forecast.nextReturn()) ? 0 : forecast.nextReturn();
    return new Trade(
        forecast.timestamp(),
        symbol,
        taken,
        turned + turn,
        gross + taken * came,
        net + taken * came - COST * turn,
        held + came);
  }
}
