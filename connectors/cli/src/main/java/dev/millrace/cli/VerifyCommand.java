package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.checkpoint.Verification;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint verify}: reads everything. */
@Command(
    name = "verify",
    header = "Read every file of a checkpoint directory in full.",
    description =
        "Checksums of the sections, of the files, and along the logs of increments; that every"
            + " checkpoint has all its files and every table all its keys. Says which file is"
            + " damaged, which checkpoints are whole, and which one a start would take. May be"
            + " called while the pipeline runs.",
    footer = {
      "Exit codes: 0 all is whole, 1 something is damaged, 2 wrongly used.",
      "",
      "Example:",
      "  millrace checkpoint verify .millrace/fraud/checkpoint"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int HASH_SHOWN = 16;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = CheckpointDirectory.DESCRIPTION)
  private String directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Verification found = CheckpointDirectory.open(spec, directory).store().verify();
    if (json) {
      Json.print(console.out(), toJson(found));
    } else {
      print(found);
    }
    return found.isWhole() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(Verification found) {
    PrintWriter out = console.out();
    long bytes = found.files().stream().mapToLong(Verification.FileCheck::bytes).sum();
    out.printf(
        Locale.ROOT,
        "%s read, %,d bytes%n%n",
        Results.count(found.files().size(), "file", "files"),
        bytes);
    TextTable table = new TextTable(2, List.of("checkpoint", "content", ""));
    for (Verification.CheckpointCheck checkpoint : found.checkpoints()) {
      table.row(
          List.of(
              Long.toString(checkpoint.batchId()),
              checkpoint.hash().map(hash -> hash.substring(0, HASH_SHOWN)).orElse("-"),
              checkpoint.damage().isEmpty() ? "whole" : "damaged"));
    }
    table.print(out);
    found.files().forEach(file -> file.damage().ifPresent(d -> damage(file.name(), d)));
    found
        .checkpoints()
        .forEach(one -> one.damage().ifPresent(d -> damage("checkpoint " + one.batchId(), d)));
    found.notes().forEach(note -> out.println("note: " + note));
    out.println(
        found.newestWhole().isPresent()
            ? "newest whole: " + found.newestWhole().getAsLong()
            : "no checkpoint is whole");
    out.flush();
  }

  /** Where the message does not say itself what it speaks of. */
  private void damage(String what, String damage) {
    console.out().println("damaged: " + (damage.startsWith(what) ? "" : what + ": ") + damage);
  }

  private static ObjectNode toJson(Verification found) {
    ObjectNode object = Json.object().put("whole", found.isWhole());
    found
        .newestWhole()
        .ifPresentOrElse(
            newest -> object.put("newestWhole", newest), () -> object.putNull("newestWhole"));
    ArrayNode checkpoints = object.putArray("checkpoints");
    for (Verification.CheckpointCheck checkpoint : found.checkpoints()) {
      ObjectNode one = checkpoints.addObject().put("version", checkpoint.batchId());
      checkpoint.hash().ifPresent(hash -> one.put("contentHash", hash));
      checkpoint.damage().ifPresent(damage -> one.put("damage", damage));
    }
    ArrayNode files = object.putArray("files");
    for (Verification.FileCheck file : found.files()) {
      ObjectNode one = files.addObject().put("name", file.name()).put("bytes", file.bytes());
      file.damage().ifPresent(damage -> one.put("damage", damage));
    }
    ArrayNode notes = object.putArray("notes");
    found.notes().forEach(notes::add);
    return object;
  }
}
