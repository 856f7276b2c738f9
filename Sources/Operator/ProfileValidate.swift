internal import ArgumentParser
internal import DeviceProfiles
internal import Runtime
internal import Settings

/// The command `millwright profile validate FILE…`.
struct ProfileValidate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Names every mistake in firmware profiles, with its line.",
        discussion: "Ends with status 0 when all files are valid, and with 78 when one is not.")

    @Argument(help: "Profiles to read.", completion: .file(extensions: ["yaml"]))
    var files: [String]

    func validate() throws {
        if files.isEmpty { throw ValidationError("Name at least one file, as firmware-profiles/pump.yaml.") }
    }

    func run() async throws {
        var mistakes = 0
        for file in files {
            do throws(ConfigurationMistakes) {
                let profile = try ProfileReader.read(file: file)
                print(
                    "\(file): valid: \(profile.label), \(profile.machineType), \(profile.metrics.count) metrics,",
                    "\(profile.limits.count) limits, \(profile.actions.count) actions, \(profile.rules.count) rules")
            } catch {
                mistakes += error.list.count
                for mistake in error.list { print(mistake.description) }
            }
        }
        guard mistakes == 0 else {
            Terminal.say("\(mistakes) mistakes in \(files.count) files")
            throw ExitCode(ConfigurationMistakes.exitStatus)
        }
    }
}
