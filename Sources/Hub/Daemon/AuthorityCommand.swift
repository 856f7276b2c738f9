internal import ArgumentParser
internal import HubTenancy
internal import Settings

/// The hub's own authority: makes it and shows it.
struct AuthorityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca", abstract: "The hub's own authority, which gives agents their certificates.",
        subcommands: [AuthorityMakeCommand.self, AuthorityShowCommand.self])
}

/// Makes the authority; `serve` does it as well when there is none.
struct AuthorityMakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the authority, once; an existing one is left alone.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let folder = AuthorityFolder(path: try options.load().authority.folder)
        do {
            let authority = try folder.make()
            print("Made \(folder.file); its fingerprint is \(authority.fingerprint).")
            print("Keep a copy of that file in a safe place: without it every agent must be enrolled again.")
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
    }
}

/// Prints what is no secret of the authority.
struct AuthorityShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the authority's fingerprint and certificates, not its key.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let folder = AuthorityFolder(path: try options.load().authority.folder)
        do {
            guard let authority = try folder.read() else {
                Terminal.complain("There is no authority in \(folder.path); `millwright-hub ca init` makes one.")
                throw ExitCode(1)
            }
            print("\(authority.fingerprint)\n\(authority.certificatesPEM)", terminator: "")
        } catch let fault as AuthorityFault {
            Terminal.complain("\(fault)")
            throw ExitCode(1)
        }
    }
}
