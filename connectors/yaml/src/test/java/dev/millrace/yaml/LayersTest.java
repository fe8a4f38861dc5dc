package dev.millrace.yaml;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final JavaClasses YAML =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.yaml");

  @Test
  void shouldUseWhatIsPublishedOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace..internal..")
        .check(YAML);
  }

  @Test
  void shouldReadDocumentsWithoutKnowingPipelines() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.yaml.document..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.yaml",
            "dev.millrace.file..",
            "dev.millrace.http..",
            "dev.millrace.web..",
            "dev.millrace.alert..")
        .check(YAML);
  }

  /** So that who has no topic, no table and no Parquet needs none of their artifacts. */
  @Test
  void shouldKnowHeavyConnectorsInOnePlaceEach() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(Kafka|Jdbc|Parquet)Parts(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.millrace.kafka..", "dev.millrace.jdbc..", "dev.millrace.parquet..")
        .check(YAML);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .resideInAPackage("dev.millrace.yaml")
        .should()
        .haveNameMatching(
            "dev\\.millrace\\.yaml\\.(PipelineFile|DeclaredPipeline|PipelineDraft|PipelineExtension"
                + "|SourceSpec|SinkSpec|RowStream)")
        .check(YAML);
  }
}
