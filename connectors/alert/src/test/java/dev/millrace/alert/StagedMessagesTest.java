package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.SinkException;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.StagedBatches;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedMessagesTest {
  @TempDir Path directory;

  @Test
  void shouldKeepMessages() throws Exception {
    List<AlertMessage> messages = List.of(Messages.message(1), Messages.withAlerts(30));
    StagedBatches staged = StagedBatches.in(directory);
    staged.write(17, List.of(StagedMessages.write(messages)));
    assertEquals(messages, StagedMessages.read(staged.files().get(17L)));
  }

  @Test
  void shouldRefuseWhatAnotherVersionStaged() throws Exception {
    StagedBatches staged = StagedBatches.in(directory);
    byte[] other = {0, 1, 'x'};
    staged.write(1, List.of(new StagedBatches.Part(1, other)));
    Path file = staged.files().get(1L);
    assertThrows(SinkException.class, () -> StagedMessages.read(file));
  }
}
