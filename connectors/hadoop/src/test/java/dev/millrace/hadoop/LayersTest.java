package dev.millrace.hadoop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses hadoop =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.hadoop");

  @Test
  void shouldKnowCoresContractAndHadoopOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.hadoop..",
            "dev.millrace.core",
            "dev.millrace.core.checkpoint..",
            "dev.millrace.core.file..",
            "java..",
            "org.apache.hadoop.conf..",
            "org.apache.hadoop.fs..",
            "org.apache.hadoop.ipc..",
            "org.apache.hadoop.util",
            "org.slf4j..")
        .check(hadoop);
  }

  @Test
  void shouldShowUsersWhatOpensPlacesAlone() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveNameMatching(".*\\.Hadoop(Storage|Files)")
        .check(hadoop);
  }
}
