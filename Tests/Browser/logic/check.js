// Tests as a list: `suite({"name of what holds": () => { equal(…) }})` answers what held and what did not.

export function suite(tests) {
    return () => Object.entries(tests).map(([name, test]) => {
        try {
            test();
            return { name, failure: null };
        } catch (error) {
            return { name, failure: error.message };
        }
    });
}

export function equal(actual, expected) {
    const [left, right] = [actual, expected].map((value) => JSON.stringify(value));
    if (left !== right) throw new Error(`${left} is not ${right}`);
}
