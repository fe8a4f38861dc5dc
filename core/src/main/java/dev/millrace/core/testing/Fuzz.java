package dev.millrace.core.testing;

import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Shows that whatever bytes come in, a reader gives a value or refuses them with the exceptions
 * that it is allowed: it does not crash, hang, overflow the stack, or take memory that its input
 * does not justify. Inputs are valid ones that are damaged: bits and bytes changed, pieces cut out,
 * doubled or taken from another, lengths and numbers replaced by extreme ones.
 *
 * <pre>{@code
 * Fuzz.of("my-format", input -> format.decode(input), List.of(format.encode(some)))
 *     .withTokens("null", "\"id\":")
 *     .withRefusal(BadRecordException.class)
 *     .run(Path.of("src/test/resources/fuzz"));
 * }</pre>
 *
 * <p>First the corpus is read, the files of {@code <directory>/<name>/}: what was once found. Then
 * come new inputs, {@value #INPUTS} of them or for {@value #SECONDS} s, whichever is less, or for
 * as long as {@code -Dfuzz.seconds=…} says; the sequence is the same each time and another one with
 * {@code -Dseed=…}. What fails is made as short as a few attempts make it and written to the
 * corpus, to stay there once it is mended.
 *
 * <p>Immutable. Memory is what the thread that reads allocates; a reader that has others do the
 * work is not measured.
 */
public final class Fuzz {
  private static final int INPUTS = 500;
  private static final int SECONDS = 1;

  /** Reads an input. */
  @FunctionalInterface
  public interface Target {
    /**
     * @param input the target's own
     * @throws Exception when the input is refused
     */
    void read(byte[] input) throws Exception;
  }

  /** Reads state. */
  @FunctionalInterface
  public interface StateTarget {
    void read(StateReader in) throws Exception;
  }

  /**
   * What was tried.
   *
   * @param read how many inputs were read
   * @param refused how many others were refused
   */
  public record Result(long read, long refused) {}

  private final String name;
  private final Target target;
  private final List<byte[]> seeds;
  private final List<byte[]> tokens;
  private final List<Class<? extends Exception>> refusals;
  private final UnaryOperator<byte[]> repair;
  private final long bytesPerByte;
  private final long bytes;

  private Fuzz(
      String name,
      Target target,
      List<byte[]> seeds,
      List<byte[]> tokens,
      List<Class<? extends Exception>> refusals,
      UnaryOperator<byte[]> repair,
      long bytesPerByte,
      long bytes) {
    this.name = name;
    this.target = target;
    this.seeds = List.copyOf(seeds);
    this.tokens = List.copyOf(tokens);
    this.refusals = List.copyOf(refusals);
    this.repair = repair;
    this.bytesPerByte = bytesPerByte;
    this.bytes = bytes;
  }

  /**
   * A reader that may refuse inputs by a {@link MillraceException}, and allocate 1 MiB and 256
   * bytes for each byte of input.
   *
   * @param name of the reader, and of its directory in the corpus
   * @param seeds valid inputs, which must be read; at least one
   */
  public static Fuzz of(String name, Target target, List<byte[]> seeds) {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("expected at least one valid input, got none");
    }
    return new Fuzz(
        name,
        target,
        seeds,
        List.of(),
        List.of(MillraceException.class),
        UnaryOperator.identity(),
        256,
        1 << 20);
  }

  /**
   * A reader of what a {@link StateWriter} wrote; see {@link #of}. The length of the header, which
   * would have most damage to it refused at once, is mended.
   */
  public static Fuzz ofState(String name, StateTarget target, List<byte[]> seeds) {
    return of(name, input -> target.read(StateReader.of(name, input)), seeds)
        .withRepair(StateBytes::mended);
  }

  /** Pieces that mean something to the reader, to be strewn in. */
  public Fuzz withTokens(String... texts) {
    List<byte[]> pieces = new ArrayList<>();
    for (String text : texts) {
      pieces.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return new Fuzz(name, target, seeds, pieces, refusals, repair, bytesPerByte, bytes);
  }

  /** How else inputs may be refused. */
  public Fuzz withRefusal(Class<? extends Exception> type) {
    List<Class<? extends Exception>> all = new ArrayList<>(refusals);
    all.add(type);
    return new Fuzz(name, target, seeds, tokens, all, repair, bytesPerByte, bytes);
  }

  /**
   * Mends what would have every damaged input refused at once, a checksum for instance.
   *
   * @param newRepair gives the mended input; may change the one it is given
   */
  public Fuzz withRepair(UnaryOperator<byte[]> newRepair) {
    return new Fuzz(name, target, seeds, tokens, refusals, newRepair, bytesPerByte, bytes);
  }

  /** How many bytes may be allocated: so many in any case, and so many per byte of input. */
  public Fuzz withMemory(long newBytes, long newBytesPerByte) {
    return new Fuzz(name, target, seeds, tokens, refusals, repair, newBytesPerByte, newBytes);
  }

  /**
   * Reads the corpus, then new inputs.
   *
   * @param corpora where the directories of the corpus are
   * @throws AssertionError with the input that was neither read nor refused as it may be
   */
  public Result run(Path corpora) {
    long seed = Long.getLong("seed", 1);
    Long longer = Long.getLong("fuzz.seconds");
    long inputs = longer == null ? INPUTS : Long.MAX_VALUE;
    long seconds = longer == null ? SECONDS : longer;
    return new FuzzRun(this, corpora.resolve(name), new Mutator(seeds, tokens, seed))
        .run(inputs, seconds);
  }

  String name() {
    return name;
  }

  List<byte[]> seeds() {
    return seeds;
  }

  byte[] repaired(byte[] input) {
    return repair.apply(input);
  }

  void read(byte[] input) throws Exception {
    target.read(input);
  }

  boolean mayRefuseBy(Throwable failure) {
    return refusals.stream().anyMatch(type -> type.isInstance(failure));
  }

  long memoryFor(byte[] input) {
    return bytes + bytesPerByte * input.length;
  }
}
