package dev.millrace.kinesis;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What the exceptions of the SDK mean. */
final class Failures {
  private static final int SERVER_ERROR = 500;

  private Failures() {}

  /** Whether another try may succeed: throttling, errors of the server, no connection. */
  static boolean passes(RuntimeException e) {
    if (e instanceof AwsServiceException answer) {
      return answer.isThrottlingException()
          || answer.statusCode() >= SERVER_ERROR
          || answer instanceof ProvisionedThroughputExceededException
          || answer instanceof LimitExceededException
          || answer instanceof ExpiredIteratorException;
    }
    return e instanceof SdkClientException;
  }

  /** What failed and why, for a message that goes on with what to do. */
  static String describe(String what, String stream, KinesisOptions options, RuntimeException e) {
    return what + " of the Kinesis stream " + stream + " at " + options.place() + ": " + reason(e);
  }

  private static String reason(RuntimeException e) {
    if (e instanceof ResourceNotFoundException) {
      return "it is not there (" + firstLine(e) + "); create it, or correct name and region";
    }
    return firstLine(e);
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
