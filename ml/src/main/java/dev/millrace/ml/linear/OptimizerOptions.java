package dev.millrace.ml.linear;

import dev.millrace.ml.catalog.LearnerOption;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import java.util.List;
import java.util.Map;

/** Optimizers, learning rates and penalties, read from texts and written as texts. */
final class OptimizerOptions {
  private static final LearnerOption<String> OPTIMIZER =
      LearnerOption.choice(
          "optimizer",
          List.of("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "ftrl"),
          "sgd",
          "How gradients change the weights.");
  private static final LearnerOption<Double> LEARNING_RATE =
      LearnerOption.notNegative(
          "learningRate",
          "0.01 with sgd, else 0.1",
          "Size of the first step; not used by ftrl and by schedule=optimal.");
  private static final LearnerOption<String> SCHEDULE =
      LearnerOption.choice(
          "schedule",
          List.of("constant", "inverse-scaling", "optimal"),
          "constant",
          "How the learning rate goes on: always the same; rate / (row + 1)^power; Bottou's.");
  private static final LearnerOption<Double> POWER =
      LearnerOption.notNegative("power", "0.5", "How fast inverse scaling shrinks the steps.");
  private static final LearnerOption<Double> OPTIMAL_ALPHA =
      LearnerOption.positive(
          "optimalAlpha", "1e-4", "Of schedule=optimal: the rate is 1 / (alpha (start + row)).");
  private static final LearnerOption<Double> OPTIMAL_START =
      LearnerOption.positive(
          "optimalStart", "Bottou's for the loss", "Of schedule=optimal: rows before the first.");
  private static final LearnerOption<Double> RHO =
      LearnerOption.fraction(
          "rho", "0.9", "Of momentum, nesterov and rmsprop: how much of the past is kept.");
  private static final LearnerOption<Double> EPSILON =
      LearnerOption.positive(
          "epsilon", "1e-8", "Of adagrad, rmsprop and adam: keeps divisors from being 0.");
  private static final LearnerOption<Double> BETA1 =
      LearnerOption.fraction("beta1", "0.9", "Of adam: how much of the mean gradient is kept.");
  private static final LearnerOption<Double> BETA2 =
      LearnerOption.fraction("beta2", "0.999", "Of adam: how much of the mean square is kept.");
  private static final LearnerOption<Double> ALPHA =
      LearnerOption.positive("alpha", "0.05", "Of ftrl: the scale of the learning rates.");
  private static final LearnerOption<Double> BETA =
      LearnerOption.notNegative("beta", "1", "Of ftrl: tames the first steps.");
  private static final LearnerOption<Double> L1 =
      LearnerOption.notNegative("l1", "0", "Draws weights to exactly zero.");
  private static final LearnerOption<Double> L2 =
      LearnerOption.notNegative("l2", "0, with ftrl 1", "Keeps weights small.");

  private OptimizerOptions() {}

  static List<LearnerOption<?>> all() {
    return List.of(
        OPTIMIZER,
        LEARNING_RATE,
        SCHEDULE,
        POWER,
        OPTIMAL_ALPHA,
        OPTIMAL_START,
        RHO,
        EPSILON,
        BETA1,
        BETA2,
        ALPHA,
        BETA,
        L1,
        L2);
  }

  static Optimizer read(Map<String, String> given, Loss loss) {
    String name = OPTIMIZER.get(given);
    if (name.equals("ftrl")) {
      return new Optimizer.FtrlProximal(
          ALPHA.get(given), BETA.get(given), L1.get(given), L2.get(given, 1.0));
    }
    LearningRate rate = readRate(given, loss, name.equals("sgd") ? 0.01 : 0.1);
    return switch (name) {
      case "momentum" -> new Optimizer.Momentum(rate, RHO.get(given));
      case "nesterov" -> new Optimizer.Nesterov(rate, RHO.get(given));
      case "adagrad" -> new Optimizer.AdaGrad(rate, EPSILON.get(given));
      case "rmsprop" -> new Optimizer.RmsProp(rate, RHO.get(given), EPSILON.get(given));
      case "adam" ->
          new Optimizer.Adam(rate, BETA1.get(given), BETA2.get(given), EPSILON.get(given));
      default -> new Optimizer.Sgd(rate);
    };
  }

  private static LearningRate readRate(Map<String, String> given, Loss loss, double otherwise) {
    return switch (SCHEDULE.get(given)) {
      case "inverse-scaling" ->
          LearningRate.inverseScaling(LEARNING_RATE.get(given, otherwise), POWER.get(given));
      case "optimal" -> {
        double alpha = OPTIMAL_ALPHA.get(given);
        yield OPTIMAL_START.in(given)
            ? new LearningRate.Optimal(alpha, OPTIMAL_START.get(given))
            : LearningRate.optimal(alpha, loss);
      }
      default -> LearningRate.constant(LEARNING_RATE.get(given, otherwise));
    };
  }

  static Regularization readRegularization(Map<String, String> given) {
    return OPTIMIZER.get(given).equals("ftrl")
        ? Regularization.none()
        : new Regularization(L1.get(given), L2.get(given, 0.0));
  }

  static void put(Optimizer optimizer, Regularization penalty, Map<String, String> texts) {
    if (optimizer instanceof Optimizer.FtrlProximal ftrl) {
      texts.put(OPTIMIZER.name(), "ftrl");
      put(ALPHA, ftrl.alpha(), texts);
      put(BETA, ftrl.beta(), texts);
      put(L1, ftrl.l1(), texts);
      put(L2, ftrl.l2(), texts);
      return;
    }
    if (optimizer instanceof Optimizer.Momentum momentum) {
      texts.put(OPTIMIZER.name(), "momentum");
      putRate(momentum.learningRate(), texts);
      put(RHO, momentum.rho(), texts);
    } else if (optimizer instanceof Optimizer.Nesterov nesterov) {
      texts.put(OPTIMIZER.name(), "nesterov");
      putRate(nesterov.learningRate(), texts);
      put(RHO, nesterov.rho(), texts);
    } else if (optimizer instanceof Optimizer.AdaGrad adaGrad) {
      texts.put(OPTIMIZER.name(), "adagrad");
      putRate(adaGrad.learningRate(), texts);
      put(EPSILON, adaGrad.epsilon(), texts);
    } else if (optimizer instanceof Optimizer.RmsProp rmsProp) {
      texts.put(OPTIMIZER.name(), "rmsprop");
      putRate(rmsProp.learningRate(), texts);
      put(RHO, rmsProp.rho(), texts);
      put(EPSILON, rmsProp.epsilon(), texts);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      texts.put(OPTIMIZER.name(), "adam");
      putRate(adam.learningRate(), texts);
      put(BETA1, adam.beta1(), texts);
      put(BETA2, adam.beta2(), texts);
      put(EPSILON, adam.epsilon(), texts);
    } else if (optimizer instanceof Optimizer.Sgd sgd) {
      texts.put(OPTIMIZER.name(), "sgd");
      putRate(sgd.learningRate(), texts);
    }
    put(L1, penalty.l1(), texts);
    put(L2, penalty.l2(), texts);
  }

  private static void putRate(LearningRate rate, Map<String, String> texts) {
    if (rate instanceof LearningRate.InverseScaling inverse) {
      texts.put(SCHEDULE.name(), "inverse-scaling");
      put(LEARNING_RATE, inverse.rate(), texts);
      put(POWER, inverse.power(), texts);
    } else if (rate instanceof LearningRate.Optimal optimal) {
      texts.put(SCHEDULE.name(), "optimal");
      put(OPTIMAL_ALPHA, optimal.alpha(), texts);
      put(OPTIMAL_START, optimal.start(), texts);
    } else if (rate instanceof LearningRate.Constant constant) {
      texts.put(SCHEDULE.name(), "constant");
      put(LEARNING_RATE, constant.rate(), texts);
    }
  }

  private static void put(LearnerOption<Double> option, double value, Map<String, String> texts) {
    texts.put(option.name(), Double.toString(value));
  }
}
