internal import ArgumentParser
internal import MillwrightDevice
internal import SyncCore

/// The command `millwright conflicts policy`.
struct ConflictsPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Prints the table of rules that decides conflicts, as a file for replay --policy to begin with.")

    func run() {
        print(JSONValue(PolicyTable.standard.json).pretty)
    }
}
