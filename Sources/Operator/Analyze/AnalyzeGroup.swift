internal import ArgumentParser

/// The commands of `millwright analyze …`: what Millwright would have said of recorded data.
struct AnalyzeGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Tries Millwright's analytics on a CSV file of your own.",
        subcommands: [
            AnalyzeAnomalies.self, AnalyzeForecast.self, AnalyzeTwin.self, AnalyzeEnergy.self, LifetimeGroup.self,
            ForestGroup.self,
        ])
}
