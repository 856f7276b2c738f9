internal import ArgumentParser
internal import Glibc

/// `millwright-agent doctor`: looks at all that the agent needs, and says what to do about what is wrong.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check broker, hub, clock, identity, disk and configuration.",
        discussion: "The exit status is 0 when all is well, 1 with warnings, 2 when something fails.")

    @OptionGroup var options: ConfigurationOption

    func run() throws {
        let configuration = options.load()  // ends here, with every mistake, when the configuration is wrong
        let doctor = Doctor(configuration: configuration)
        let findings = [DoctorFinding("configuration", .ok, options.config)] + doctor.findings()
        print(Console.table(findings.map { [$0.verdict.rawValue, $0.subject, $0.text] }))
        let worst = findings.map(\.verdict.rank).max() ?? 0
        if worst > 0 { Glibc.exit(worst) }
    }
}
