package dev.millrace.kinesis;

import dev.millrace.core.SinkException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Writes the rows of one batch, in requests as large as Kinesis takes them. One thread. */
final class RecordPutter {
  static final int MAX_RECORDS = 500;
  static final long MAX_BYTES = 5 << 20;

  private final KinesisClient client;
  private final String stream;
  private final long batchId;
  private final Patient patient;
  private final MessageDigest md5;
  private final List<PutRecordsRequestEntry> entries = new ArrayList<>();
  private long bytes;

  RecordPutter(KinesisClient client, KinesisOptions options, String stream, long batchId) {
    this.client = client;
    this.stream = stream;
    this.batchId = batchId;
    this.patient =
        new Patient(
            options.patience(),
            e ->
                new SinkException(
                    Failures.describe("writing batch " + batchId, stream, options, e)
                        + "; nothing is lost, what is staged is published by the next start",
                    e));
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /**
   * Takes a row.
   *
   * @param key empty for none
   */
  void put(String key, long row, byte[] data) throws InterruptedException {
    String marked = new BatchMark(key, batchId, row).partitionKey();
    long size = (long) data.length + marked.getBytes(StandardCharsets.UTF_8).length;
    if (entries.size() == MAX_RECORDS || bytes + size > MAX_BYTES) {
      flush();
    }
    PutRecordsRequestEntry.Builder entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(marked)
            .data(SdkBytes.fromByteArrayUnsafe(data));
    if (!key.isEmpty()) {
      entry.explicitHashKey(hash(key));
    }
    entries.add(entry.build());
    bytes += size;
  }

  /** What Kinesis would make of the key itself. */
  private String hash(String key) {
    return new BigInteger(1, md5.digest(key.getBytes(StandardCharsets.UTF_8))).toString();
  }

  /** Writes what was taken. */
  void flush() throws InterruptedException {
    List<PutRecordsRequestEntry> left = List.copyOf(entries);
    while (!left.isEmpty()) {
      List<PutRecordsRequestEntry> sent = left;
      PutRecordsResponse answer = patient.call(() -> send(sent));
      left = failed(sent, answer);
      if (!left.isEmpty()) {
        patient.await(refusal(answer));
      }
    }
    entries.clear();
    bytes = 0;
  }

  /** Patience is for what makes no headway: an answer that turns all down is a failure. */
  private PutRecordsResponse send(List<PutRecordsRequestEntry> sent) {
    PutRecordsResponse answer =
        client.putRecords(request -> request.streamName(stream).records(sent));
    if (failed(sent, answer).size() == sent.size()) {
      throw refusal(answer);
    }
    return answer;
  }

  private static List<PutRecordsRequestEntry> failed(
      List<PutRecordsRequestEntry> sent, PutRecordsResponse answer) {
    if (answer.failedRecordCount() == 0) {
      return List.of();
    }
    List<PutRecordsRequestEntry> failed = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (answer.records().get(i).errorCode() != null) {
        failed.add(sent.get(i));
      }
    }
    return failed;
  }

  private static RuntimeException refusal(PutRecordsResponse answer) {
    PutRecordsResultEntry first =
        answer.records().stream()
            .filter(result -> result.errorCode() != null)
            .findFirst()
            .orElseThrow();
    return ProvisionedThroughputExceededException.builder()
        .message(first.errorCode() + ": " + first.errorMessage())
        .build();
  }
}
