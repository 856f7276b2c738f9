internal import Foundation

extension ChildProcess {
    /// The path of a program of this package, as `millwright-agent`, built beside the running tests.
    ///
    /// The test target must depend on the program's target, so that it is built before.
    public static func builtProgram(_ name: String) throws -> String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let path = tests.appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw WaitingTimedOut(description: "\(path) is not built")
        }
        return path
    }
}
