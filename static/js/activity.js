/** Entry of the activity page. */

import "./page/first_load.js";
import { Feed } from "./activity/feed.js";

customElements.define("kr-activity", Feed);
