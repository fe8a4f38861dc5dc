package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.checkpoint.CheckpointDiff;
import dev.millrace.core.source.Offset;
import dev.millrace.ml.model.Difference;
import dev.millrace.ml.model.ModelComparison;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows how two checkpoints differ. */
final class Differences {
  private static final int SHOWN = 15;
  private static final int TEXT_SHOWN = 60;
  private static final String NONE = "-";

  private Differences() {}

  static void print(
      PrintWriter out, CheckpointDiff diff, List<ModelComparison> models, boolean all) {
    if (diff.isSame()) {
      out.println("They say the same.");
      out.flush();
      return;
    }
    if (!diff.offsets().isEmpty()) {
      out.printf("%nOffsets%n");
      TextTable offsets = new TextTable(2, List.of("source", "split", "before", "after"));
      for (CheckpointDiff.OffsetChange change : diff.offsets()) {
        offsets.row(
            List.of(change.source(), change.split(), text(change.before()), text(change.after())));
      }
      offsets.print(out);
    }
    out.printf("%nState%n");
    TextTable parts = new TextTable(2, List.of("part", ""));
    diff.parts().forEach(part -> parts.row(List.of(part.name(), verdict(part))));
    parts.print(out);
    diff.tables().forEach(table -> print(out, table));
    models.forEach(model -> print(out, model, all));
    out.flush();
  }

  private static String text(Optional<Offset> offset) {
    return offset.map(Offset::value).orElse(NONE);
  }

  private static String verdict(CheckpointDiff.PartChange part) {
    if (part.isSame()) {
      return "the same";
    }
    return part.before().isEmpty() ? "added" : part.after().isEmpty() ? "removed" : "changed";
  }

  private static void print(PrintWriter out, CheckpointDiff.TableChange table) {
    if (table.examples().isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%nTable %s: %,d keys, then %,d; %,d added, %,d removed, %,d changed%n",
        table.name(),
        table.keysBefore(),
        table.keysAfter(),
        table.added(),
        table.removed(),
        table.changed());
    TextTable keys = new TextTable(3, List.of("key", "before", "after"));
    for (CheckpointDiff.KeyChange key : table.examples()) {
      keys.row(
          List.of(
              shortened(key.key()),
              shortened(key.before().orElse(NONE)),
              shortened(key.after().orElse(NONE))));
    }
    keys.print(out);
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_SHOWN ? text : text.substring(0, TEXT_SHOWN - 1) + "…";
  }

  private static void print(PrintWriter out, ModelComparison model, boolean all) {
    List<Difference> parameters =
        model.parameters().stream()
            .filter(Differences::differs)
            .sorted(Comparator.comparingDouble(one -> -Math.abs(one.after() - one.before())))
            .toList();
    List<Difference> figures = model.figures().stream().filter(Differences::differs).toList();
    if (parameters.isEmpty() && figures.isEmpty()) {
      out.printf("%nModel %s: the same%n", model.name());
      return;
    }
    out.printf("%nModel %s%n", model.name());
    TextTable table = new TextTable(1, List.of("", "before", "after", "change"));
    figures.forEach(one -> row(table, Results.title(one.name()), one));
    parameters.stream()
        .limit(all ? parameters.size() : SHOWN)
        .forEach(one -> row(table, one.name(), one));
    table.print(out);
    if (!all && parameters.size() > SHOWN) {
      out.printf("  … %d more: see --all or --json%n", parameters.size() - SHOWN);
    }
  }

  private static boolean differs(Difference one) {
    return Double.compare(one.before(), one.after()) != 0;
  }

  private static void row(TextTable table, String name, Difference one) {
    table.row(
        List.of(
            name,
            Results.number(one.before()),
            Results.number(one.after()),
            change(one.after() - one.before())));
  }

  /** With as many digits as it takes to see it. */
  private static String change(double change) {
    return Math.abs(change) >= 0.001 || Double.isNaN(change)
        ? Results.number(change)
        : String.format(Locale.ROOT, "%.1e", change);
  }

  static ObjectNode toJson(CheckpointDiff diff, List<ModelComparison> models) {
    ObjectNode object = Json.object().put("same", diff.isSame());
    ArrayNode offsets = object.putArray("offsets");
    for (CheckpointDiff.OffsetChange change : diff.offsets()) {
      ObjectNode one =
          offsets.addObject().put("source", change.source()).put("split", change.split());
      change.before().ifPresent(offset -> one.put("before", offset.value()));
      change.after().ifPresent(offset -> one.put("after", offset.value()));
    }
    ObjectNode parts = object.putObject("parts");
    diff.parts().forEach(part -> parts.put(part.name(), verdict(part)));
    ArrayNode tables = object.putArray("tables");
    for (CheckpointDiff.TableChange table : diff.tables()) {
      ObjectNode one = tables.addObject().put("name", table.name());
      one.put("keysBefore", table.keysBefore()).put("keysAfter", table.keysAfter());
      one.put("added", table.added()).put("removed", table.removed());
      one.put("changed", table.changed());
      ArrayNode examples = one.putArray("examples");
      for (CheckpointDiff.KeyChange key : table.examples()) {
        ObjectNode example = examples.addObject().put("key", key.key());
        key.before().ifPresent(text -> example.put("before", text));
        key.after().ifPresent(text -> example.put("after", text));
      }
    }
    ArrayNode array = object.putArray("models");
    for (ModelComparison model : models) {
      ObjectNode one = array.addObject().put("name", model.name());
      add(one.putObject("metrics"), model.figures());
      add(one.putObject("parameters"), model.parameters());
    }
    return object;
  }

  private static void add(ObjectNode object, List<Difference> differences) {
    for (Difference one : differences) {
      if (differs(one)) {
        ObjectNode change = object.putObject(one.name());
        Json.put(change, "before", one.before());
        Json.put(change, "after", one.after());
      }
    }
  }
}
